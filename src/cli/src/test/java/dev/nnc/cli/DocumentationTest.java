package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.source.Code;
import dev.nnc.data.DataCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Pages of the documentation that are made from the code, so that they cannot go stale. With {@code
 * -Dnnc.update=true} they are written anew.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("nnc.root", "../.."));

  @Test
  void commandReferenceSaysWhatTheParserKnows() throws IOException {
    compare("docs/cli.md", commands());
  }

  @Test
  void catalogueOfErrorsHasEveryCode() throws IOException {
    compare("docs/errors.md", errors());
  }

  @Test
  void referenceOfTheLibraryIsWhatTheCommandWrites() throws IOException {
    StringWriter out = new StringWriter();
    Path folder = Files.createTempDirectory("library");
    String[] words = {"docs", "--output", folder.toString()};
    PrintWriter printed = new PrintWriter(out);
    assertEquals(0, Cli.run(words, printed, printed, InputStream.nullInputStream()), out::toString);
    Path page = folder.resolve("library.md");
    String text = Files.readString(page);
    Files.delete(page);
    Files.delete(folder);
    compare("docs/library.md", text);
  }

  @Test
  void readmeShowsTheExampleAndEveryCommand() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String model = Files.readString(ROOT.resolve("examples/house-price/house-price.nn"));
    assertTrue(readme.contains(model.strip()), "the model of examples/house-price");
    for (CommandLine command : parser().getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      String description = String.join(" ", spec.usageMessage().description());
      assertTrue(readme.contains("| `" + spec.name() + "` | " + description + " |"), spec.name());
    }
    for (Exit exit : Exit.values()) {
      assertTrue(exit == Exit.BUG || readme.contains(exit.code() + " "), exit.toString());
    }
  }

  private static CommandLine parser() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Terminal terminal =
        new Terminal(nowhere, nowhere, InputStream.nullInputStream(), false, false, 80);
    return Cli.commandLine(terminal, new Interrupt());
  }

  private static void compare(String name, String expected) throws IOException {
    Path page = ROOT.resolve(name);
    if (Boolean.getBoolean("nnc.update")) {
      Files.writeString(page, expected);
    }
    assertEquals(
        expected,
        Files.readString(page).replace("\r\n", "\n"),
        name + " is out of date; write it anew with -Dnnc.update=true");
  }

  private static String commands() {
    CommandLine line = parser();
    List<String> text = new ArrayList<>();
    text.add("# The command line");
    text.add("");
    text.add("Results go to standard output, progress and messages to standard error.");
    text.add(
        "Every command also takes `--help`, `--color`, `--stacktrace`, `--threads N` and"
            + " `--engine scalar|vector`");
    text.add("(see [how code runs](engines.md)).");
    text.add("The launcher passes the variable `NNC_JAVA_OPTS` on to Java, as in");
    text.add("`NNC_JAVA_OPTS=-Xmx8g nnc train …`.");
    text.add("");
    text.add("## Exit codes");
    text.add("");
    text.add("| code | meaning |");
    text.add("|---|---|");
    for (Exit exit : Exit.values()) {
      text.add("| " + exit.code() + " | " + exit.meaning() + " |");
    }
    line.getSubcommands().values().forEach(command -> command(text, command.getCommandSpec()));
    text.add("");
    text.add("## For all commands");
    options(text, line.getCommandSpec().options());
    return String.join("\n", text) + "\n";
  }

  private static void command(List<String> text, CommandSpec spec) {
    text.add("");
    text.add("## nnc " + spec.name());
    text.add("");
    text.add(String.join(" ", spec.usageMessage().description()));
    text.add("");
    StringBuilder synopsis = new StringBuilder("    nnc " + spec.name());
    List<ArgSpec> own = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      synopsis.append(' ').append(parameter.paramLabel());
      synopsis.append(parameter.arity().isVariable() ? "…" : "");
      own.add(parameter);
    }
    List<OptionSpec> options =
        spec.options().stream().filter(option -> !option.inherited()).toList();
    for (OptionSpec option : options) {
      if (option.required()) {
        synopsis.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
      }
    }
    synopsis.append(options.isEmpty() ? "" : " [options]");
    text.add(synopsis.toString());
    own.addAll(options);
    if (!own.isEmpty()) {
      options(text, own);
    }
    for (String line : spec.usageMessage().footer()) {
      text.add(line);
    }
  }

  private static void options(List<String> text, List<? extends ArgSpec> arguments) {
    text.add("");
    text.add("| | |");
    text.add("|---|---|");
    for (ArgSpec argument : arguments) {
      String names =
          argument instanceof OptionSpec option
              ? String.join("`, `", option.names())
                  + (option.arity().max() == 0 ? "" : " " + option.paramLabel())
              : argument.paramLabel();
      text.add("| `" + names + "` | " + String.join(" ", argument.description()) + " |");
    }
  }

  private static String errors() throws IOException {
    List<String> text = new ArrayList<>();
    text.add("# Codes of errors and warnings");
    text.add("");
    text.add("A code keeps its number and meaning for ever.");
    text.add("");
    text.add("## In .nn files");
    text.add("");
    Map<String, String> compiler =
        meanings("src/compiler/src/main/java/dev/nnc/compiler/source/Code.java");
    table(text, Arrays.stream(Code.values()).map(c -> row(c.id(), c.name(), compiler)).toList());
    text.add("");
    text.add("## In data");
    text.add("");
    Map<String, String> data = meanings("src/data/src/main/java/dev/nnc/data/DataCode.java");
    table(text, Arrays.stream(DataCode.values()).map(c -> row(c.id(), c.name(), data)).toList());
    return String.join("\n", text) + "\n";
  }

  private static String row(String id, String name, Map<String, String> meanings) {
    return "| " + id + " | " + meanings.get(name) + " |";
  }

  private static void table(List<String> text, List<String> rows) {
    text.add("| code | meaning |");
    text.add("|---|---|");
    text.addAll(rows);
  }

  /** The comment before each constant of an enum. */
  private static Map<String, String> meanings(String file) throws IOException {
    Pattern constant =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([A-Z0-9_]+)\\(", Pattern.DOTALL);
    Matcher matcher = constant.matcher(Files.readString(ROOT.resolve(file)));
    Map<String, String> meanings = new LinkedHashMap<>();
    while (matcher.find()) {
      String meaning = matcher.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
      meanings.put(matcher.group(2), meaning);
    }
    return meanings;
  }
}
