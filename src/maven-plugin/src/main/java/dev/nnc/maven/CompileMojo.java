package dev.nnc.maven;

import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the classes that compute each model, beside those that javac made. */
@Mojo(
    name = "compile",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class CompileMojo extends ModelMojo {
  /** The folder of the .nn files. */
  @Parameter(property = "nnc.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
  private File sourceDirectory;

  /** Where the classes go. */
  @Parameter(property = "nnc.classesDirectory", defaultValue = "${project.build.outputDirectory}")
  private File classesDirectory;

  /**
   * Whether to copy the runtime among the project's classes, so that its jar needs no library. The
   * dependency on the runtime is then better of scope {@code provided}.
   */
  @Parameter(property = "nnc.bundle", defaultValue = "false")
  private boolean bundle;

  /** For Maven. */
  public CompileMojo() {}

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    build(
        tree(sourceDirectory),
        compileClassPath(),
        ledger("compile"),
        Reporter.Warnings.SILENT,
        new Kernels(classesDirectory.toPath(), getLog()));
    new ServiceFile(classesDirectory.toPath()).update(Ledger.read(ledger("compile")).outputs());
    new RuntimeBundle(classesDirectory.toPath(), ledger("bundle")).update(bundle);
  }

  @Override
  String verb() {
    return "compiled";
  }
}
