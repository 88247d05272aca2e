package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The description of a model as text: what generated models carry as a resource. A line for each
 * thing, a keyword first; texts in quotes; lists in brackets. The first line names the format and
 * its version. Reading what was written gives an equal description.
 */
public final class ModelText {
  private static final int VERSION = 3;

  private ModelText() {}

  /**
   * Writes a description.
   *
   * @param info the description
   * @return lines that end in line feeds; the same for equal descriptions
   */
  public static String write(ModelInfo info) {
    TextWriter out = new TextWriter();
    out.word("nninfo").number(VERSION).end();
    out.word("class").text(info.className()).end();
    out.word("doc").text(info.doc()).end();
    out.word("fingerprint").text(info.fingerprint()).end();
    out.word("precision").word(info.precision().name().toLowerCase(Locale.ROOT)).end();
    out.word("numbers").number(info.parameterCount()).number(info.fittedCount());
    out.number(info.accumulatorCount()).end();
    info.inputs().forEach(field -> write(out.word("input"), field));
    info.targets().forEach(field -> write(out.word("target"), field));
    info.outputs().forEach(output -> write(out.word("output"), output));
    for (ModelInfo.Parameter parameter : info.parameters()) {
      out.word("parameter").text(parameter.name()).word("shape").numbers(parameter.shape());
      out.word("offset").number(parameter.offset()).end();
    }
    for (ModelInfo.Parameter state : info.states()) {
      out.word("state").text(state.name()).word("shape").numbers(state.shape());
      out.word("offset").number(state.offset()).end();
    }
    info.entries().forEach(entry -> write(out, entry));
    out.word("metrics").texts(info.metrics()).end();
    for (ModelInfo.Loss loss : info.losses()) {
      out.word("loss").text(loss.name()).word("offset").number(loss.offset());
      out.word("count").number(loss.count()).word("every").number(loss.every());
      out.word("state").numbers(loss.optimizerState());
      if (loss.averaged()) {
        out.word("averaged");
      }
      out.end();
    }
    out.word("schedule-memory").numbers(info.scheduleMemory()).end();
    write(out, info.settings());
    return out.toString();
  }

  /** Models without entries have no such lines, as before there were any. */
  private static void write(TextWriter out, ModelInfo.Entry entry) {
    out.word("entry").text(entry.name()).word("doc").text(entry.doc()).end();
    entry.inputs().forEach(field -> write(out.word("entry-input"), field));
    for (ModelInfo.Carried carried : entry.carried()) {
      out.word("entry-carried").text(carried.name()).word("shape").numbers(carried.shape());
      if (carried.classes() > 0) {
        out.word("classes").number(carried.classes());
      }
      out.end();
    }
    entry.outputs().forEach(output -> write(out.word("entry-output"), output));
  }

  private static void write(TextWriter out, ModelInfo.Output output) {
    out.text(output.name()).word("shape").numbers(output.shape());
    out.word("as").text(output.as()).word("doc").text(output.doc()).end();
  }

  private static void write(TextWriter out, ModelInfo.Field field) {
    out.text(field.name()).word("shape").numbers(field.shape());
    out.word("classes").number(field.classes());
    out.word("categories").texts(field.categories());
    out.word("columns").texts(field.columns());
    out.word("fitted").number(field.fitted());
    out.word("fills").numbers(field.fills());
    out.word("doc").text(field.doc()).end();
  }

  private static void write(TextWriter out, Settings settings) {
    write(out, "data", settings.data());
    write(out, "test", settings.test());
    for (Settings.Share share : settings.split()) {
      out.word("share").text(share.name());
      out.word("fraction").number(share.fraction()).word("every").number(share.every()).end();
    }
    out.word("batch").number(settings.batch()).end();
    out.word("epochs").number(settings.epochs()).end();
    out.word("seed").number(settings.seed()).end();
    out.word("order").word(settings.order().name().toLowerCase(Locale.ROOT)).end();
    out.word("patience").number(settings.patience()).end();
    out.word("monitor").text(settings.monitor());
    out.word(settings.maximize() ? "maximize" : "minimize").end();
  }

  private static void write(TextWriter out, String name, Settings.Source source) {
    if (source != null) {
      out.word(name).text(source.format());
      new TreeMap<>(source.arguments()).forEach((key, value) -> out.text(key).text(value));
      out.end();
    }
  }

  /**
   * Reads a description.
   *
   * @param text what {@link #write} gave
   * @throws IllegalArgumentException if it is something else, naming the line
   */
  public static ModelInfo read(String text) {
    TextReader in = new TextReader(text);
    in.word("nninfo");
    int version = in.integer();
    if (version != VERSION) {
      throw in.failure(
          "format version " + version + " instead of " + VERSION + "; compile the model anew");
    }
    in.end();
    String className = in.word("class").textToEnd();
    String doc = in.word("doc").textToEnd();
    String fingerprint = in.word("fingerprint").textToEnd();
    Precision precision = in.word("precision").choice(Precision.values());
    in.end();
    int parameterCount = in.word("numbers").integer();
    int fittedCount = in.integer();
    int accumulatorCount = in.integer();
    in.end();
    List<ModelInfo.Field> inputs = in.lines("input", ModelText::field);
    List<ModelInfo.Field> targets = in.lines("target", ModelText::field);
    List<ModelInfo.Output> outputs = in.lines("output", ModelText::output);
    List<ModelInfo.Parameter> parameters = in.lines("parameter", ModelText::parameter);
    List<ModelInfo.Parameter> states = in.lines("state", ModelText::parameter);
    List<ModelInfo.Entry> entries = new ArrayList<>();
    while (in.next("entry")) {
      entries.add(entry(in));
    }
    List<String> metrics = in.word("metrics").list(TextReader::text);
    in.end();
    List<ModelInfo.Loss> losses = in.lines("loss", ModelText::loss);
    List<Double> scheduleMemory = in.word("schedule-memory").list(TextReader::number);
    in.end();
    Settings settings = settings(in);
    in.endOfText();
    return new ModelInfo(
        className,
        doc,
        precision,
        inputs,
        targets,
        outputs,
        parameters,
        parameterCount,
        fittedCount,
        metrics,
        accumulatorCount,
        losses,
        scheduleMemory,
        settings,
        fingerprint,
        entries,
        states);
  }

  private static ModelInfo.Entry entry(TextReader in) {
    String name = in.word("entry").text();
    String doc = in.word("doc").textToEnd();
    return new ModelInfo.Entry(
        name,
        in.lines("entry-input", ModelText::field),
        in.lines("entry-carried", ModelText::carried),
        in.lines("entry-output", ModelText::output),
        doc);
  }

  private static ModelInfo.Carried carried(TextReader in) {
    String name = in.text();
    List<Integer> shape = in.word("shape").list(TextReader::integer);
    return new ModelInfo.Carried(name, shape, in.next("classes") ? in.word("classes").integer() : 0);
  }

  private static ModelInfo.Loss loss(TextReader in) {
    String name = in.text();
    int offset = in.word("offset").integer();
    int count = in.word("count").integer();
    int every = in.word("every").integer();
    List<Double> state = in.word("state").list(TextReader::number);
    boolean averaged = in.next("averaged");
    if (averaged) {
      in.word("averaged");
    }
    return new ModelInfo.Loss(name, offset, count, every, state, averaged);
  }

  private static ModelInfo.Field field(TextReader in) {
    return new ModelInfo.Field(
        in.text(),
        in.word("shape").list(TextReader::integer),
        in.word("classes").integer(),
        in.word("categories").list(TextReader::text),
        in.word("columns").list(TextReader::text),
        in.word("fitted").integer(),
        in.word("fills").list(TextReader::number),
        in.word("doc").text());
  }

  private static ModelInfo.Output output(TextReader in) {
    return new ModelInfo.Output(
        in.text(),
        in.word("shape").list(TextReader::integer),
        in.word("as").text(),
        in.word("doc").text());
  }

  private static ModelInfo.Parameter parameter(TextReader in) {
    return new ModelInfo.Parameter(
        in.text(), in.word("shape").list(TextReader::integer), in.word("offset").integer());
  }

  private static Settings settings(TextReader in) {
    List<Settings.Source> data = in.lines("data", ModelText::source);
    List<Settings.Source> test = in.lines("test", ModelText::source);
    List<Settings.Share> split =
        in.lines(
            "share",
            line ->
                new Settings.Share(
                    line.text(), line.word("fraction").number(), line.word("every").integer()));
    int batch = in.word("batch").integerToEnd();
    int epochs = in.word("epochs").integerToEnd();
    long seed = in.word("seed").longInteger();
    in.end();
    Settings.Order order = in.word("order").choice(Settings.Order.values());
    in.end();
    int patience = in.word("patience").integerToEnd();
    String monitor = in.word("monitor").text();
    boolean maximize = in.next("maximize");
    in.word(maximize ? "maximize" : "minimize").end();
    return new Settings(
        data.isEmpty() ? null : data.get(0),
        test.isEmpty() ? null : test.get(0),
        split,
        batch,
        epochs,
        seed,
        order,
        patience,
        monitor,
        maximize);
  }

  private static Settings.Source source(TextReader in) {
    String format = in.text();
    Map<String, String> arguments = new TreeMap<>();
    while (!in.atEnd()) {
      arguments.put(in.text(), in.text());
    }
    return new Settings.Source(format, arguments);
  }
}
