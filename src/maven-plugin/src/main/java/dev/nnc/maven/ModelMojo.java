package dev.nnc.maven;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/** What all goals share: the parameters that say what to compile and how. */
abstract class ModelMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Inject BuildContext buildContext;

  /** Patterns of the files to compile, as Ant writes them; all that end in .nn unless given. */
  @Parameter(property = "nnc.includes")
  List<String> includes = List.of();

  /** Patterns of files to leave out. A file without a model need not be left out. */
  @Parameter(property = "nnc.excludes")
  List<String> excludes = List.of();

  /**
   * The Java package of all models. Unless given, the folders under the source folder name it, and
   * a file outside of any folder makes a package of its own name.
   */
  @Parameter(property = "nnc.packageName")
  String packageName;

  /**
   * Hyperparameters and settings with other values, each as {@code hidden=64} or {@code
   * train.epochs=5}. They count for every model.
   */
  @Parameter(property = "nnc.set")
  List<String> set = List.of();

  /** {@code float} or {@code double}: the numbers of all models. */
  @Parameter(property = "nnc.precision", defaultValue = "float")
  String precision;

  /**
   * What training steps may take for values in between: {@code fast}, {@code least}, or a size such
   * as {@code 200MB}. Less memory takes more time; the results are the same.
   */
  @Parameter(property = "nnc.memory", defaultValue = "fast")
  String memory;

  /**
   * Whether tuning files of {@code nnc tune} count that lie beside .nn files, with .tune in place
   * of .nn. Results are the same without them.
   */
  @Parameter(property = "nnc.tune", defaultValue = "true")
  boolean tune;

  /** Whether warnings fail the build. */
  @Parameter(property = "nnc.failOnWarning", defaultValue = "false")
  boolean failOnWarning;

  /** Whether to do nothing. */
  @Parameter(property = "nnc.skip", defaultValue = "false")
  boolean skip;

  /** The encoding of the .nn files. */
  @Parameter(property = "nnc.encoding", defaultValue = "${project.build.sourceEncoding}")
  String encoding;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("nnc is skipped");
      return;
    }
    try {
      run();
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new MojoExecutionException(e.getMessage() + ": " + e.getCause().getMessage(), e);
    }
  }

  /** Does what the goal is for. */
  abstract void run() throws IOException, MojoExecutionException, MojoFailureException;

  /** The files of a folder, as the parameters choose them. */
  final SourceTree tree(File folder) throws MojoExecutionException {
    return new SourceTree(folder.toPath(), includes, excludes, charset(), packageName);
  }

  /** The options of the compiler, without a package. */
  final Options options() throws MojoExecutionException {
    Precision numbers;
    try {
      numbers = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(
          "the precision is float or double, not \"" + precision + "\"", e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String setting : set) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new MojoExecutionException(
            "<set> takes NAME=VALUE, such as hidden=64, not \"" + setting + "\"");
      }
      values.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    try {
      return new Options(numbers, values, null, null, true).with(MemoryLimit.parse(memory));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
  }

  /**
   * Runs a task and fails where the files have errors.
   *
   * @param tree the files
   * @param classPath where libraries are found
   * @param ledger where the goal remembers what it made, or null to run for all files
   * @param warnings what becomes of them
   * @param task what to do with each model
   * @return how many files there are
   */
  final int build(
      SourceTree tree, List<Path> classPath, Path ledger, Reporter.Warnings warnings, Task task)
      throws IOException, MojoExecutionException, MojoFailureException {
    List<ModelSource> sources = tree.read();
    if (!tune) {
      sources = sources.stream().map(ModelSource::untuned).toList();
    }
    Reporter reporter = new Reporter(getLog(), buildContext, warnings);
    Build build =
        new Build(
            new Build.Settings(options(), version()),
            new Libraries(classPath, tree.encoding()),
            reporter,
            task);
    build.run(sources, ledger);
    if (reporter.errors() > 0) {
      throw new MojoFailureException(reporter.summary());
    }
    if (sources.isEmpty()) {
      getLog().info("no .nn files in " + tree.root());
    } else if (build.made() == 0) {
      getLog().info(files(build.current()) + " up to date");
    } else {
      String rest = build.current() == 0 ? "" : ", " + files(build.current()) + " up to date";
      getLog().info(verb() + " " + files(build.made()) + rest);
    }
    return sources.size();
  }

  /** What the goal did to a file, for the log. */
  abstract String verb();

  /** Whether warnings are told or fatal, for the goal that sees a file first. */
  final Reporter.Warnings warnings() {
    return failOnWarning ? Reporter.Warnings.FATAL : Reporter.Warnings.TOLD;
  }

  /** The class path of the main code without the folder of its own classes. */
  final List<Path> compileClassPath() throws MojoExecutionException {
    try {
      Path own = Path.of(project.getBuild().getOutputDirectory());
      return project.getCompileClasspathElements().stream()
          .map(Path::of)
          .filter(path -> !path.equals(own))
          .toList();
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the class path is not resolved", e);
    }
  }

  /** Where goals remember what they made. */
  final Path ledger(String goal) {
    return Path.of(project.getBuild().getDirectory(), "nnc", goal + ".ledger");
  }

  private static String files(int count) {
    return count == 1 ? "1 .nn file" : count + " .nn files";
  }

  private static String version() throws IOException {
    return new Fingerprint()
        .add(CodeSource.fingerprint(Compiler.class))
        .add(CodeSource.fingerprint(Model.class))
        .add(CodeSource.fingerprint(ModelMojo.class))
        .hex();
  }

  private Charset charset() throws MojoExecutionException {
    try {
      return Charset.forName(encoding == null ? "UTF-8" : encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new MojoExecutionException("there is no encoding \"" + encoding + "\"", e);
    }
  }
}
