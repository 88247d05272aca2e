package dev.nnc.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes a Java class for each model, which the goal {@code compile} completes. */
@Mojo(
    name = "generate",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class GenerateMojo extends ModelMojo {
  /** The folder of the .nn files. */
  @Parameter(property = "nnc.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
  private File sourceDirectory;

  /** Where the Java classes go; the folder becomes a source folder of the project. */
  @Parameter(
      property = "nnc.outputDirectory",
      defaultValue = "${project.build.directory}/generated-sources/nnc")
  private File outputDirectory;

  @Parameter(defaultValue = "${plugin.version}", readonly = true)
  private String version;

  /** For Maven. */
  public GenerateMojo() {}

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    Path classes = Path.of(project.getBuild().getOutputDirectory());
    Facades facades = new Facades(outputDirectory.toPath(), classes);
    int files =
        build(tree(sourceDirectory), compileClassPath(), ledger("generate"), warnings(), facades);
    if (files > 0) {
      RuntimeDependency.require(compileClassPath(), version);
      project.addCompileSourceRoot(outputDirectory.getPath());
    }
  }

  @Override
  String verb() {
    return "generated Java for";
  }
}
