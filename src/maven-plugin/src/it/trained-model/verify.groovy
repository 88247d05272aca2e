def log = new File(basedir, 'build.log').text
assert log.split('trained 1 .nn file', -1).length == 2 // not again in the second build

// The jar alone: the runtime is in it.
def jar = new File(basedir, 'target/trained-model-1.jar').toURI().toURL()
def loader = new URLClassLoader([jar] as URL[], (ClassLoader) null)
def line = loader.loadClass('line.Line').getConstructor().newInstance()
assert Math.abs(line.result(0) + 1) < 0.01
assert Math.abs(line.result(1) - 2) < 0.01
loader.close()
