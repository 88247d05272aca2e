package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vector code of a compiled model, loaded several times. */
class LoadedCodeTest {
  private static final String TEXT =
      """
      model M(D = 48) {
        input  x[4]: int<11>
        target y[4]: int<11>
        h = x |> embedding(11, D) |> transformer_block(2, causal: true) |> lstm(D)
        logits = h |> dense(11)
        output logits
        loss   mean[t] cross_entropy(logits[t], y[t])
      }
      """;

  private static final int BATCH = 7;

  @BeforeEach
  void lanes() {
    assumeTrue(Engine.vectors(), "no module of vectors");
  }

  private static CompiledModel compile() {
    Source source = new Source("copies.nn", TEXT);
    return Compiler.compile(source, Options.standard(), (from, path) -> Optional.empty());
  }

  private static LoadedCode load(CompiledModel compiled, String routine) {
    String model = compiled.info().className();
    return LoadedCode.of(
        LoadedCodeTest.class.getClassLoader(),
        compiled.classes()::get,
        Routine.className(model, routine, Engine.VECTOR),
        Routine.watchedName(model, routine, Engine.VECTOR));
  }

  /** The arrays after a run by so many threads, but for those that only the routine knows. */
  private static float[][] run(Routine routine, Watch watch, int threads) {
    Frame frame = new Frame(routine, BATCH);
    Random random = new Random(1);
    for (Slot slot : routine.slots()) {
      for (int i = 0; i < frame.values(slot.name()).length() && !slot.scratch(); i++) {
        frame.values(slot.name()).set(i, random.nextInt(11) / 8.0);
      }
    }
    frame.watch(watch);
    frame.run(threads);
    float[][] arrays = frame.floats.clone();
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = routine.slots().get(i).scratch() ? null : arrays[i];
    }
    return arrays;
  }

  private static Set<String> kernels(VectorCode code) {
    Set<String> kernels = new TreeSet<>();
    run(
        code.watched(),
        new Watch() {
          @Override
          public void begun() {
            kernels.clear();
          }

          @Override
          public void launched(int launch, String name) {
            kernels.add(name);
          }
        },
        1);
    return kernels;
  }

  private static Class<?> type(VectorCode code, String name) throws ClassNotFoundException {
    return code.routine().getClass().getClassLoader().loadClass(name);
  }

  @Test
  void copiesGiveTheSameBits() throws ClassNotFoundException {
    VectorCode first = load(compile(), "train");
    assertNotNull(first);
    Set<String> kernels = kernels(first);
    assertTrue(kernels.size() > 3, kernels.toString());
    String one = kernels.iterator().next();
    VectorCode second = first.renewed(Set.of(one));
    assertEquals(kernels, kernels(second));
    for (String name : kernels) {
      if (name.equals(one)) {
        assertNotSame(type(first, name), type(second, name));
      } else {
        assertSame(type(first, name), type(second, name));
      }
    }
    VectorCode third = second.renewed(Set.of());
    for (int threads = 1; threads <= 2; threads++) {
      float[][] expected = run(first.routine(), null, threads);
      for (VectorCode code : new VectorCode[] {second, third}) {
        assertNotSame(first.routine().getClass(), code.routine().getClass());
        assertArrayEquals(expected, run(code.routine(), null, threads));
        assertArrayEquals(expected, run(code.watched(), null, threads));
      }
    }
    for (String name : kernels) {
      assertNotSame(type(second, name), type(third, name));
    }
  }

  @Test
  void whatIsNotThereIsNotLoaded() {
    assertNull(load(compile(), "dream"));
  }

  /** A model in a named module, whose classes are not those that this test sees. */
  @Test
  void aModuleMayHoldTheFiles(@TempDir Path folder) throws Exception {
    CompiledModel compiled = compile();
    Path jar = folder.resolve("model.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : compiled.files(null).entrySet()) {
        entries.putNextEntry(new ZipEntry(file.getKey()));
        entries.write(file.getValue());
      }
    }
    Path runtime =
        Path.of(Routine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleFinder finder = ModuleFinder.of(runtime, jar);
    Configuration modules =
        ModuleLayer.boot()
            .configuration()
            .resolve(finder, ModuleFinder.of(), Set.of("model", "dev.nnc.runtime"));
    ClassLoader loader =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader())
            .findLoader("model");
    String name = compiled.info().className();
    assertEquals("model", loader.loadClass(name).getModule().getName());
    String engine = System.getProperty(Engine.PROPERTY);
    System.setProperty(Engine.PROPERTY, "vector");
    try {
      Object model = loader.loadClass(name).getConstructor().newInstance();
      Class<?> base = loader.loadClass(Model.class.getName());
      Object routine = base.getMethod("routine", String.class).invoke(model, "train");
      assertEquals(Routine.className(name, "train", Engine.VECTOR), routine.getClass().getName());
      Class<?> frame = loader.loadClass(Frame.class.getName());
      Class<?> type = loader.loadClass(Routine.class.getName());
      Object made = frame.getConstructor(type, int.class).newInstance(routine, BATCH);
      frame.getMethod("run").invoke(made);
    } finally {
      if (engine == null) {
        System.clearProperty(Engine.PROPERTY);
      } else {
        System.setProperty(Engine.PROPERTY, engine);
      }
    }
  }
}
