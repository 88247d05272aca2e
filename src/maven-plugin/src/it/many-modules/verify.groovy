def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] BUILD SUCCESS')
assert !log.contains('not marked as @threadSafe') && !log.contains('not marked as thread-safe')
def jars = ['library', 'one', 'two'].collect { new File(basedir, "${it}/target/${it}-1.jar") }
def runtime = new File(localRepositoryPath, 'dev/nnc/nnc-runtime').listFiles()
    .findAll { it.directory }.collectMany { it.listFiles().toList() }
    .find { it.name.endsWith('.jar') }
def loader = new URLClassLoader((jars + runtime).collect { it.toURI().toURL() } as URL[], (ClassLoader) null)
['one.One', 'two.Two'].each {
  def model = loader.loadClass(it).getConstructor().newInstance()
  assert Double.isFinite(model.result([1, 2, 3, 4] as float[]))
}
loader.close()
