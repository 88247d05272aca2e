package dev.nnc.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Trains the models on the data that their train blocks name, in a process of its own, and writes
 * their weights as resources. A model is trained again only where its file, its imports, its data
 * or the options changed.
 */
@Mojo(
    name = "train",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class TrainMojo extends ModelMojo {
  /** The folder of the .nn files. */
  @Parameter(property = "nnc.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
  private File sourceDirectory;

  /**
   * Where the weights go. Those in the folder of classes are gone after {@code mvn clean}; a folder
   * of resources, such as src/main/resources, keeps them.
   */
  @Parameter(property = "nnc.weightsDirectory", defaultValue = "${project.build.outputDirectory}")
  private File weightsDirectory;

  /** Arguments of the Java process that trains, such as -Xmx4g. */
  @Parameter(property = "nnc.jvmArguments")
  private List<String> jvmArguments = List.of();

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> pluginArtifacts;

  /** For Maven. */
  public TrainMojo() {}

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    List<Path> libraries = compileClassPath();
    List<Path> tool = pluginArtifacts.stream().map(a -> a.getFile().toPath()).toList();
    Path work = Path.of(project.getBuild().getDirectory(), "nnc");
    Training training =
        new Training(
            weightsDirectory.toPath(), work, tool, libraries, List.copyOf(jvmArguments), getLog());
    build(tree(sourceDirectory), libraries, ledger("train"), Reporter.Warnings.SILENT, training);
  }

  @Override
  String verb() {
    return "trained";
  }
}
