package dev.nnc.compiler.facade;

import dev.nnc.compiler.emit.EntrySignature;
import dev.nnc.compiler.emit.EntrySignature.Result;
import dev.nnc.compiler.emit.Signature.Parameter;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a facade has for the entries of its model, see {@link EntrySignature}. */
final class EntrySource {
  private final ModelInfo info;
  private final String model;
  private final String array;
  private final StringBuilder out;

  EntrySource(ModelInfo info, StringBuilder out) {
    this.info = info;
    this.out = out;
    model = info.className().substring(info.className().lastIndexOf('.') + 1);
    array = info.precision() == Precision.FLOAT ? "float[]" : "double[]";
  }

  void write(EntrySignature entry) {
    if (entry.session() == null) {
      method(entry);
    } else {
      line("");
      javadoc("  ", entry)
          .paragraph("The session belongs to one thread at a time.")
          .tag("return", "a session at its first values")
          .write(out);
      line("  public " + entry.session() + " " + entry.name() + "() {");
      line("    return new " + entry.session() + "(this);");
      line("  }");
      session(entry);
    }
    if (entry.record() != null) {
      results(entry);
    }
  }

  private void method(EntrySignature entry) {
    line("");
    described(javadoc("  ", entry), entry).tag("return", returned(entry)).write(out);
    line("  public " + type(entry) + " " + entry.name() + "(" + parameters(entry) + ") {");
    String predictor = FacadeSource.free("predictor", entry.parameters());
    String result = FacadeSource.free("result", entry.parameters());
    line("    var " + predictor + " = borrow(" + entry.entry() + ");");
    run(entry, predictor + ".");
    line("    " + type(entry) + " " + result + " = " + value(entry, predictor + ".") + ";");
    line("    release(" + entry.entry() + ", " + predictor + ");");
    line("    return " + result + ";");
    line("  }");
  }

  private void session(EntrySignature entry) {
    String name = entry.session();
    line("");
    new Javadoc("  ")
        .text("Goes step by step through " + info.entries().get(entry.entry()).name() + ".")
        .write(out);
    line("  public static final class " + name + " extends dev.nnc.runtime.Session {");
    new Javadoc("    ")
        .text("Starts a session.")
        .tag("param model", "whose weights it uses")
        .write(out);
    line("    " + name + "(" + model + " model) {");
    line(
        "      super(model, model.weights(), "
            + FacadeSource.literal(info.entries().get(entry.entry()).name())
            + ", 1);");
    line("    }");
    line("");
    described(javadoc("    ", entry), entry).tag("return", returned(entry)).write(out);
    line("    public " + type(entry) + " step(" + parameters(entry) + ") {");
    run(entry, "  this.");
    line("      return " + value(entry, "this.") + ";");
    line("    }");
    if (EntrySignature.fills(entry)) {
      String into = EntrySignature.into(entry);
      line("");
      described(javadoc("    ", entry), entry)
          .tag("param " + into, "takes " + returned(entry))
          .write(out);
      String before = entry.parameters().isEmpty() ? "" : parameters(entry) + ", ";
      line("    public void step(" + before + array + " " + into + ") {");
      run(entry, "  this.");
      line("      this.get(0, " + into + ");");
      line("    }");
    }
    line("");
    line("    @Override");
    line("    public " + name + " copy() {");
    line("      " + name + " copy = new " + name + "((" + model + ") model());");
    line("      copy.follow(this);");
    line("      return copy;");
    line("    }");
    line("  }");
  }

  private void results(EntrySignature entry) {
    line("");
    Javadoc doc =
        new Javadoc("  ").text("What " + info.entries().get(entry.entry()).name() + " gives.");
    List<ModelInfo.Output> outputs = info.entries().get(entry.entry()).outputs();
    for (int i = 0; i < outputs.size(); i++) {
      doc.tag("param " + entry.results().get(i).name(), described(outputs.get(i)));
    }
    doc.write(out);
    String components =
        entry.results().stream()
            .map(result -> type(result) + " " + result.name())
            .collect(Collectors.joining(", "));
    line("  public record " + entry.record() + "(" + components + ") {}");
  }

  private void run(EntrySignature entry, String predictor) {
    for (int i = 0; i < entry.parameters().size(); i++) {
      line("    " + predictor + "set(" + i + ", " + entry.parameters().get(i).name() + ");");
    }
    line("    " + predictor + "run();");
  }

  private String value(EntrySignature entry, String predictor) {
    String all =
        IntStream.range(0, entry.results().size())
            .mapToObj(i -> predictor + getter(entry.results().get(i)) + "(" + i + ")")
            .collect(Collectors.joining(", "));
    return entry.record() == null ? all : "new " + entry.record() + "(" + all + ")";
  }

  private String getter(Result result) {
    return result.scalar() ? "get" : array.equals("float[]") ? "getFloats" : "getDoubles";
  }

  private Javadoc javadoc(String indent, EntrySignature signature) {
    ModelInfo.Entry entry = info.entries().get(signature.entry());
    return new Javadoc(indent)
        .text(entry.doc().isEmpty() ? "Computes " + entry.name() + "." : entry.doc());
  }

  private Javadoc described(Javadoc doc, EntrySignature entry) {
    List<Parameter> parameters = entry.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      ModelInfo.Field input = info.entries().get(entry.entry()).inputs().get(i);
      doc.tag("param " + parameters.get(i).name(), FacadeSource.describe(input));
    }
    return doc;
  }

  private String returned(EntrySignature entry) {
    List<ModelInfo.Output> outputs = info.entries().get(entry.entry()).outputs();
    return entry.record() == null
        ? described(outputs.get(0))
        : outputs.stream().map(ModelInfo.Output::name).collect(Collectors.joining(", "));
  }

  private static String described(ModelInfo.Output output) {
    return output.name() + FacadeSource.shape(output.shape());
  }

  private String type(EntrySignature entry) {
    return entry.record() != null ? entry.record() : type(entry.results().get(0));
  }

  private String type(Result result) {
    return result.scalar() ? "double" : array;
  }

  private String parameters(EntrySignature entry) {
    return FacadeSource.parameters(entry.parameters(), array);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
