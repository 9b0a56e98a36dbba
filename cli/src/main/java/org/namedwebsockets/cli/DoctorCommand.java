package org.namedwebsockets.cli;

import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.diagnosis.Diagnosis;
import org.namedwebsockets.proxy.diagnosis.Finding;
import org.namedwebsockets.proxy.diagnosis.Finding.Grade;
import org.namedwebsockets.proxy.diagnosis.LanCheck;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws doctor}: which layer fails, from the port upwards to the LAN. */
final class DoctorCommand {
  private static final String JSON = "--json";

  private DoctorCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Looks at each layer from the port to the network and says what to do. Exit code 1 if"
                + " something fails.",
            command -> {
              ProxyConfig config = shell.settings(SettingOptions.given(command)).proxyConfig();
              boolean asJson = command.getParseResult().hasMatchedOption(JSON);
              return run(shell, Target.of(shell, command), config, asJson);
            });
    spec.addOption(ChannelArgs.flag("One JSON object for each line.", JSON));
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static int run(Shell shell, Target target, ProxyConfig config, boolean asJson) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("nws " + Proxy.version() + " on Java " + Runtime.version()));
    ProxyCheck proxy = new ProxyCheck(target);
    findings.addAll(proxy.findings());
    findings.addAll(LanCheck.findings(proxy.linkPort().orElse(config.lan().linkPort())));
    findings.add(Diagnosis.browsers(target.port()));
    for (Finding finding : findings) {
      shell.say(asJson ? json(finding) : text(finding, shell.isColoured()));
    }
    shell.flush();
    boolean failed = findings.stream().anyMatch(each -> each.grade() == Grade.FAIL);
    return failed ? ExitCode.FAILURE : ExitCode.OK;
  }

  /** For people: one line, and one more for the next step. */
  private static String text(Finding finding, boolean coloured) {
    String mark =
        switch (finding.grade()) {
          case OK -> marked("ok  ", 32, coloured);
          case WARN -> marked("warn", 33, coloured);
          case FAIL -> marked("FAIL", 31, coloured);
        };
    String next = finding.next();
    return mark + "  " + finding.what() + "\n" + (next.isEmpty() ? "" : "      -> " + next + "\n");
  }

  private static String marked(String word, int colour, boolean coloured) {
    return coloured ? "\u001b[" + colour + "m" + word + "\u001b[0m" : word;
  }

  private static String json(Finding finding) {
    StringBuilder out = new StringBuilder("{\"grade\":");
    Json.string(out, finding.grade().word());
    Json.string(out.append(",\"what\":"), finding.what());
    Json.string(out.append(",\"next\":"), finding.next());
    return out.append("}\n").toString();
  }
}
