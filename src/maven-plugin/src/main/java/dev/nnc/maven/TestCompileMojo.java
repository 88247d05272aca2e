package dev.nnc.maven;

import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Generates and compiles the models that only tests use. */
@Mojo(
    name = "test-compile",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class TestCompileMojo extends ModelMojo {
  /** The folder of the .nn files of tests. */
  @Parameter(property = "nnc.testSourceDirectory", defaultValue = "${project.basedir}/src/test/nn")
  private File testSourceDirectory;

  /** Where the Java classes go; the folder becomes a source folder of the tests. */
  @Parameter(
      property = "nnc.testOutputDirectory",
      defaultValue = "${project.build.directory}/generated-test-sources/nnc")
  private File testOutputDirectory;

  /** Where the classes that compute the models go. */
  @Parameter(
      property = "nnc.testClassesDirectory",
      defaultValue = "${project.build.testOutputDirectory}")
  private File testClassesDirectory;

  @Parameter(property = "maven.test.skip", defaultValue = "false", readonly = true)
  private boolean noTests;

  /** For Maven. */
  public TestCompileMojo() {}

  private record Both(Facades facades, Kernels kernels) implements Task {
    @Override
    public Map<Path, byte[]> outputs(Elaborated model, Options options) throws IOException {
      Map<Path, byte[]> outputs = new LinkedHashMap<>(facades.outputs(model, options));
      outputs.putAll(kernels.outputs(model, options));
      return outputs;
    }

    @Override
    public void removed(Path output) throws IOException {
      facades.removed(output);
    }
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    if (noTests) {
      return;
    }
    Path classes = testClassesDirectory.toPath();
    Facades facades = new Facades(testOutputDirectory.toPath(), classes);
    int files =
        build(
            tree(testSourceDirectory),
            testClassPath(classes),
            ledger("test-compile"),
            warnings(),
            new Both(facades, new Kernels(classes, getLog())));
    if (files > 0) {
      project.addTestCompileSourceRoot(testOutputDirectory.getPath());
    }
  }

  private List<Path> testClassPath(Path own) throws MojoExecutionException {
    try {
      List<Path> places = new ArrayList<>();
      for (String place : project.getTestClasspathElements()) {
        if (!Path.of(place).equals(own)) {
          places.add(Path.of(place));
        }
      }
      return places;
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the class path is not resolved", e);
    }
  }

  @Override
  String verb() {
    return "compiled";
  }
}
