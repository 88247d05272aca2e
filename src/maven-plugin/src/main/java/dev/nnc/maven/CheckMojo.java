package dev.nnc.maven;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Reports every error and warning of the .nn files, and writes nothing. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class CheckMojo extends ModelMojo {
  /** The folder of the .nn files. */
  @Parameter(property = "nnc.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
  private File sourceDirectory;

  /** For Maven. */
  public CheckMojo() {}

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    build(
        tree(sourceDirectory), compileClassPath(), null, warnings(), (model, options) -> Map.of());
  }

  @Override
  String verb() {
    return "checked";
  }
}
