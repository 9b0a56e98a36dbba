package org.namedwebsockets.proxy.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.namedwebsockets.proxy.diagnosis.Finding;
import org.namedwebsockets.proxy.diagnosis.Standing;

/** Remembers what it was asked, and answers when a test says so. */
final class RecordingDoctor implements DoctorText.Doctor {
  final List<Standing> asked = new ArrayList<>();
  final CompletableFuture<List<Finding>> answer = new CompletableFuture<>();

  @Override
  public CompletableFuture<List<Finding>> ask(Standing standing) {
    asked.add(standing);
    return answer;
  }
}
