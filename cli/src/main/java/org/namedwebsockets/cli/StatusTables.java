package org.namedwebsockets.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code nws channels}, {@code peers} and {@code proxies}: parts of the status as tables. */
final class StatusTables {
  private static final String JSON = "--json";
  private static final String LOCAL = "--local";

  /** Columns that are numbers. */
  private static final List<String> COUNTS = List.of("peers", "channels");

  private StatusTables() {}

  /** Makes the rows of a table from the status. */
  private interface Rows {
    List<List<String>> of(JsonTree status, CommandLine command);
  }

  static CommandSpec channels(Shell shell) {
    List<String> heads = List.of("scope", "name", "peers");
    return spec(shell, "Lists the channels that are open here.", heads, StatusTables::channelRows);
  }

  static CommandSpec peers(Shell shell) {
    List<String> heads =
        List.of("scope", "channel", "id", "name", "kind", "form", "origin", "proxy");
    CommandSpec spec =
        spec(shell, "Lists the peers of all channels, or of one.", heads, StatusTables::peerRows);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("CHANNEL")
            .description("Only of this channel; on the local network, unless --local.")
            .build());
    return spec.addOption(ChannelArgs.flag("CHANNEL is of this machine only.", LOCAL));
  }

  static CommandSpec proxies(Shell shell) {
    List<String> heads = List.of("id", "address", "state", "found", "channels");
    return spec(
        shell,
        "Lists the other proxies that ours knows.",
        heads,
        (status, _) -> rows(status.field("links"), heads));
  }

  private static CommandSpec spec(Shell shell, String line, List<String> heads, Rows rows) {
    CommandSpec spec =
        Commands.spec(
            line,
            command -> {
              List<List<String>> cells = rows.of(status(Target.of(shell, command)), command);
              boolean asJson = command.getParseResult().hasMatchedOption(JSON);
              shell.say(asJson ? json(heads, cells) : table(shell, heads, cells));
              shell.flush();
              return ExitCode.OK;
            });
    spec.addOption(ChannelArgs.flag("One JSON object for each line.", JSON));
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static JsonTree status(Target target) throws IOException {
    try {
      return JsonTree.of(StatusCommand.ask(target));
    } catch (ProtocolException e) {
      throw new IOException("the status is no JSON: " + e.getMessage(), e);
    }
  }

  private static List<List<String>> rows(JsonTree list, List<String> fields) {
    return list.items().stream()
        .map(item -> fields.stream().map(field -> item.field(field).text()).toList())
        .toList();
  }

  private static List<List<String>> channelRows(JsonTree status, CommandLine command) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonTree channel : status.field("channels").items()) {
      int peers = channel.field("peers").items().size();
      rows.add(
          List.of(
              channel.field("scope").text(), channel.field("name").text(), String.valueOf(peers)));
    }
    return rows;
  }

  private static List<List<String>> peerRows(JsonTree status, CommandLine command) {
    String wanted = command.getParseResult().matchedPositionalValue(0, "");
    String scope = command.getParseResult().hasMatchedOption(LOCAL) ? "local" : "network";
    List<List<String>> rows = new ArrayList<>();
    for (JsonTree channel : status.field("channels").items()) {
      List<String> key = List.of(channel.field("scope").text(), channel.field("name").text());
      if (wanted.isEmpty() || key.equals(List.of(scope, wanted))) {
        List<String> fields = List.of("id", "name", "kind", "form", "origin", "proxy");
        for (List<String> peer : rows(channel.field("peers"), fields)) {
          List<String> row = new ArrayList<>(key);
          row.addAll(peer);
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** In columns as wide as needed; the heads only for people. */
  static String table(Shell shell, List<String> heads, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(rows);
    if (shell.tty().out()) {
      all.addFirst(heads);
    }
    int[] widths = new int[heads.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], shown(row.get(i)).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = shown(row.get(i));
        line.append(cell).repeat(" ", widths[i] - cell.length() + 2);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? "-" : Quoted.of(cell);
  }

  private static void value(StringBuilder out, String head, String cell) {
    if (COUNTS.contains(head)) {
      out.append(cell);
    } else {
      Json.string(out, cell);
    }
  }

  private static String json(List<String> heads, List<List<String>> rows) {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < heads.size(); i++) {
        Json.string(out.append(i == 0 ? "{" : ","), heads.get(i));
        value(out.append(':'), heads.get(i), row.get(i));
      }
      out.append("}\n");
    }
    return out.toString();
  }
}
