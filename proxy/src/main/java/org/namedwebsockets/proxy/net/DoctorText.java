package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.namedwebsockets.protocol.wire.JsonText;
import org.namedwebsockets.proxy.diagnosis.Finding;
import org.namedwebsockets.proxy.diagnosis.Standing;

/** What is well and what is not, as JSON for {@code /api/doctor}. */
final class DoctorText {
  private DoctorText() {}

  /** Whoever looks; off the loop. */
  interface Doctor {
    /** Completes in some seconds, on any thread. */
    CompletableFuture<List<Finding>> ask(Standing standing);
  }

  static Standing standing(LocalSite site) {
    LinksStatus links = site.links().get();
    List<String> states = links.links().stream().map(LinksStatus.Entry::state).toList();
    return new Standing(site.version(), site.port(), links.port(), states);
  }

  static FullHttpResponse answer(List<Finding> findings) {
    JsonText json = new JsonText().object();
    json.field("findings").array();
    for (Finding finding : findings) {
      json.object();
      json.field("grade").string(finding.grade().word());
      json.field("what").string(finding.what());
      json.field("next").string(finding.next()).end();
    }
    String text = new String(json.end().end().toUtf8(), StandardCharsets.UTF_8);
    return Answers.text(200, "application/json", text);
  }
}
