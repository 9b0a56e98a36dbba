package org.namedwebsockets.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.namedwebsockets.cli.Finding.Grade;
import org.namedwebsockets.proxy.Proxy;
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
              boolean asJson = command.getParseResult().hasMatchedOption(JSON);
              return run(shell, Target.of(shell, command), asJson);
            });
    spec.addOption(ChannelArgs.flag("One JSON object for each line.", JSON));
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static int run(Shell shell, Target target, boolean asJson) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("nws " + Proxy.version() + " on Java " + Runtime.version()));
    ProxyCheck proxy = new ProxyCheck(target);
    findings.addAll(proxy.findings());
    findings.addAll(LanCheck.findings(proxy.linkPort()));
    findings.add(browsers(target.port()));
    for (Finding finding : findings) {
      shell.say(asJson ? json(finding) : finding.text(shell.isColoured()));
    }
    shell.flush();
    boolean failed = findings.stream().anyMatch(each -> each.grade() == Grade.FAIL);
    return failed ? ExitCode.FAILURE : ExitCode.OK;
  }

  /** Nobody but the browser knows what it was permitted. */
  private static Finding browsers(int port) {
    return new Finding(
        Grade.OK,
        "browsers: a page of a public site is let through only after its person allowed access to"
            + " devices or apps on this machine",
        "if a page cannot connect: the icon before its address, Site settings, Local network"
            + " access; pages of http://localhost:%d need no permission".formatted(port));
  }

  private static String json(Finding finding) {
    StringBuilder out = new StringBuilder("{\"grade\":");
    Json.string(out, finding.grade().name().toLowerCase(Locale.ROOT));
    Json.string(out.append(",\"what\":"), finding.what());
    Json.string(out.append(",\"next\":"), finding.next());
    return out.append("}\n").toString();
  }
}
