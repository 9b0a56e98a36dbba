package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.namedwebsockets.client.NamedWebSocketException;
import org.namedwebsockets.client.TimedOutException;
import org.namedwebsockets.proxy.Proxy;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tree of commands, and what happens when one fails. */
final class Commands {
  private Commands() {}

  /** What a command does. */
  interface Action {
    /**
     * Does it.
     *
     * @param command the command with what was given to it
     * @return the {@link ExitCode}
     * @throws ConfigException if what was given cannot be used
     * @throws IOException if the outside did not do its part; the message is for the user
     */
    int run(CommandLine command) throws ConfigException, IOException;
  }

  /**
   * Runs one command.
   *
   * @return its {@link ExitCode}
   */
  static int execute(Shell shell, String... args) {
    return tree(shell, args.length == 0 ? "" : args[0]).execute(args);
  }

  /** All commands. */
  static CommandLine tree(Shell shell) {
    return tree(shell, "");
  }

  /** Only one, if a word names one: describing the others takes longer than doing most of them. */
  private static CommandLine tree(Shell shell, String word) {
    CommandSpec root = run(shell).name("nws");
    root.version("nws " + Proxy.version() + " (Java " + Runtime.version() + ")")
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    root.usageMessage()
        .description(
            "Named Web Sockets: joins the pages and programs of this machine, and of others on"
                + " the network, on channels with a name. Without a command: runs the proxy.")
        .footer(
            "",
            "Each setting is also a variable (--message-max is NWS_MESSAGE_MAX) and a line of the"
                + " file (message-max = 16MiB). A flag wins over a variable, a variable over the"
                + " file. 'nws config' shows what holds and why.",
            "",
            "Exit codes: 0 done, 1 failed, 2 not understood, 3 timed out, 75 port taken,"
                + " 130 and 143 stopped by Ctrl-C and SIGTERM.");
    addAll(root, shell, word);

    CommandLine tree = new CommandLine(root);
    tree.setAllowSubcommandsAsOptionParameters(true); // nws --programs token
    tree.setOut(writer(shell.out()));
    tree.setErr(writer(shell.err()));
    tree.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
    tree.setExecutionStrategy(parsed -> act(shell, parsed));
    tree.setParameterExceptionHandler((e, args) -> misread(shell, e));
    return tree;
  }

  private static void addAll(CommandSpec root, Shell shell, String word) {
    Map<String, Function<Shell, CommandSpec>> all = all();
    if (all.containsKey(word)) {
      all.keySet().retainAll(Set.of(word));
    }
    all.forEach((name, command) -> root.addSubcommand(name, command.apply(shell)));
  }

  /** A new command gets its line here. */
  private static Map<String, Function<Shell, CommandSpec>> all() {
    Map<String, Function<Shell, CommandSpec>> all = new LinkedHashMap<>();
    all.put("run", Commands::run);
    all.put("join", JoinCommand::spec);
    all.put("pub", PubCommand::spec);
    all.put("sub", SubCommand::spec);
    all.put("send", SendCommand::spec);
    all.put("request", RequestCommand::spec);
    all.put("reply", ReplyCommand::spec);
    all.put("channels", StatusTables::channels);
    all.put("peers", StatusTables::peers);
    all.put("proxies", StatusTables::proxies);
    all.put("status", StatusCommand::spec);
    all.put("doctor", DoctorCommand::spec);
    all.put("config", ConfigCommand::spec);
    all.put("origins", OriginsCommand::spec);
    all.put("invite", InviteCommand::spec);
    all.put("token", TokenCommand::spec);
    all.put("completion", CompletionCommand::spec);
    all.put("bench", BenchCommand::spec);
    all.put("train-commands", TrainCommand::spec);
    return all;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  private static CommandSpec run(Shell shell) {
    Action action = command -> new Daemon(shell).run(shell.settings(SettingOptions.given(command)));
    return SettingOptions.add(
        spec("Runs the proxy until it is stopped.", action), Setting.values());
  }

  /** A command with {@code --help}. */
  static CommandSpec spec(String line, Action action) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(action);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    spec.usageMessage().description(line).abbreviateSynopsis(true).sortOptions(false);
    return spec;
  }

  private static int act(Shell shell, ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    try {
      Action action = command.getCommand();
      return action.run(command);
    } catch (ConfigException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (TimedOutException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return ExitCode.TIMED_OUT;
    } catch (IOException | NamedWebSocketException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return ExitCode.FAILURE;
    }
  }

  private static int misread(Shell shell, ParameterException e) {
    CommandLine command = e.getCommandLine();
    shell.complain(String.valueOf(e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    shell.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }
}
