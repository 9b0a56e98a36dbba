package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code nws invite}: lets a phone without a proxy onto some channels, by a link or QR code. */
final class InviteCommand {
  private static final String LOCAL = "--local";
  private static final String FOR = "--for";
  private static final String ONCE = "--once";
  private static final String LIST = "--list";
  private static final String END = "--end";
  private static final String JSON = "--json";

  private InviteCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Invites somebody without a proxy, such as a phone, to channels: shows a link and a QR"
                + " code. It opens a page of this machine, which asks for a name, shows who is on"
                + " those channels, and reads and writes messages there; nothing else of this"
                + " machine can be reached by it. Without CHANNEL: lists the invites.",
            command -> run(shell, command));
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("CHANNEL")
            .description("Their names; on the local network, unless --local.")
            .build());
    spec.addOption(ChannelArgs.flag("The channels are of this machine only.", LOCAL));
    spec.addOption(option(FOR, "TIME", "How long it holds, such as 10m or 24h; none given: 1h."));
    spec.addOption(ChannelArgs.flag("For the first guest alone; the link is then used up.", ONCE));
    spec.addOption(ChannelArgs.flag("Lists the invites that hold.", LIST));
    spec.addOption(option(END, "ID", "Ends an invite: its guests are shown out at once."));
    spec.addOption(ChannelArgs.flag("As it came, in one line.", JSON));
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static OptionSpec option(String name, String label, String description) {
    return ChannelArgs.option(label, description, name);
  }

  private static int run(Shell shell, CommandLine command) throws ConfigException, IOException {
    ParseResult parsed = command.getParseResult();
    List<String> channels = parsed.matchedPositionalValue(0, List.of());
    String end = parsed.matchedOptionValue(END, "");
    if (!end.isEmpty()) {
      return show(shell, command, ask(shell, command, "POST", "?end=" + escaped(end)), false);
    }
    if (channels.isEmpty() || parsed.hasMatchedOption(LIST)) {
      return show(shell, command, ask(shell, command, "GET", ""), false);
    }
    return show(shell, command, ask(shell, command, "POST", query(parsed, channels)), true);
  }

  private static String query(ParseResult parsed, List<String> channels) throws ConfigException {
    String scope = parsed.hasMatchedOption(LOCAL) ? "local/" : "network/";
    StringBuilder query = new StringBuilder("?seconds=" + life(parsed).toSeconds());
    query.append("&uses=").append(parsed.hasMatchedOption(ONCE) ? 1 : 0);
    for (String channel : channels) {
      if (ChannelName.parse(channel).isEmpty()) {
        throw new ConfigException(ChannelName.RULE + ".");
      }
      query.append("&channel=").append(escaped(scope + channel));
    }
    return query.toString();
  }

  private static Duration life(ParseResult parsed) throws ConfigException {
    try {
      Duration life = Kind.duration().reader().apply(parsed.matchedOptionValue(FOR, "1h"));
      if (life.toSeconds() < 1) {
        throw new IllegalArgumentException("less than a second");
      }
      return life;
    } catch (IllegalArgumentException _) {
      throw new ConfigException(FOR + " wants a time from 1s to 24h, such as 10m.");
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String ask(Shell shell, CommandLine command, String method, String query)
      throws ConfigException, IOException {
    ProxyQuery.Answer answer =
        ProxyQuery.answer(Target.of(shell, command), method, "/api/invites" + query);
    if (answer.status() != 200) {
      throw new IOException(answer.body().strip());
    }
    return answer.body();
  }

  private static int show(Shell shell, CommandLine command, String answer, boolean made)
      throws IOException {
    if (command.getParseResult().hasMatchedOption(JSON)) {
      shell.say(answer.strip() + "\n");
    } else {
      JsonTree tree = tree(answer);
      shell.say(made ? invitation(shell, tree) : table(shell, tree.field("invites").items()));
    }
    shell.flush();
    return ExitCode.OK;
  }

  private static JsonTree tree(String answer) throws IOException {
    try {
      return JsonTree.of(answer);
    } catch (ProtocolException e) {
      throw new IOException("the proxy's answer is no JSON: " + e.getMessage(), e);
    }
  }

  private static String invitation(Shell shell, JsonTree made) {
    List<String> links = texts(made.field("links"));
    if (!shell.tty().out()) {
      return links.getFirst() + "\n";
    }
    StringBuilder said = new StringBuilder("\n");
    halfBlocks(said, texts(made.field("codes").items().getFirst()));
    said.append("\n  ").append(links.getFirst()).append('\n');
    links.stream().skip(1).forEach(link -> said.append("  or ").append(link).append('\n'));
    String id = made.field("id").text();
    boolean once = made.field("uses").text().equals("1");
    said.append('\n');
    line(
        said,
        "Whoever opens it is a guest on "
            + String.join(", ", texts(made.field("channels")))
            + " and nowhere else.");
    line(
        said,
        "It holds for "
            + spoken(made.field("seconds").text())
            + (once ? ", for the first who comes." : ", for whoever has the link."));
    line(said, "End it with: nws invite --end " + id);
    line(said, "The browser warns once, for no authority knows this machine. To be sure, compare");
    line(said, "the SHA-256 fingerprint of the certificate with this one:");
    line(said, made.field("fingerprint").text());
    return said.append('\n').toString();
  }

  private static void line(StringBuilder said, String text) {
    said.append("  ").append(text).append('\n');
  }

  /** Dark modules on a light ground, whatever the colours of the terminal are. */
  private static void halfBlocks(StringBuilder said, List<String> rows) {
    String quiet = "0".repeat(rows.getFirst().length() + 4);
    List<String> all = new ArrayList<>(List.of(quiet, quiet));
    rows.forEach(row -> all.add("00" + row + "00"));
    all.addAll(List.of(quiet, quiet));
    if (all.size() % 2 != 0) {
      all.add(quiet);
    }
    for (int y = 0; y < all.size(); y += 2) {
      said.append("  \033[30;107m");
      for (int x = 0; x < quiet.length(); x++) {
        boolean top = all.get(y).charAt(x) == '1';
        boolean bottom = all.get(y + 1).charAt(x) == '1';
        said.append(top ? (bottom ? '█' : '▀') : (bottom ? '▄' : ' '));
      }
      said.append("\033[0m\n");
    }
  }

  private static String table(Shell shell, List<JsonTree> invites) {
    if (invites.isEmpty()) {
      return shell.tty().out() ? "Nobody is invited. Invite somebody with: nws invite chat\n" : "";
    }
    StringBuilder said = new StringBuilder();
    for (JsonTree invite : invites) {
      boolean once = invite.field("uses").text().equals("1");
      boolean used = invite.field("used").text().equals("true");
      said.append(invite.field("id").text())
          .append("  ")
          .append(String.join(",", texts(invite.field("channels"))))
          .append("  ")
          .append(spoken(invite.field("seconds").text()))
          .append(" left  ")
          .append(invite.field("guests").text())
          .append(" here  ")
          .append(once ? (used ? "once, used" : "once") : "any number")
          .append('\n');
    }
    return said.toString();
  }

  private static String spoken(String seconds) {
    long all = Long.parseLong(seconds);
    if (all < 120) {
      return all + " s";
    }
    return all < 7200 ? Math.ceilDiv(all, 60) + " min" : Math.ceilDiv(all, 3600) + " h";
  }

  private static List<String> texts(JsonTree list) {
    return list.items().stream().map(JsonTree::text).toList();
  }
}
