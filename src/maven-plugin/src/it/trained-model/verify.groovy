def log = new File(basedir, 'build.log').text
assert log.split('trained 1 .nn file', -1).length == 2 // not again in the second build

// The jar alone: the runtime is in it.
def file = new File(basedir, 'target/trained-model-1.jar')
def loader = new URLClassLoader([file.toURI().toURL()] as URL[], (ClassLoader) null)
def line = loader.loadClass('line.Line').getConstructor().newInstance()
assert Math.abs(line.result(0) + 1) < 0.01
assert Math.abs(line.result(1) - 2) < 0.01

// It offers the model as a service, as jars of the command line do.
def service = loader.loadClass('dev.nnc.runtime.Model')
def found = ServiceLoader.load(service, loader).collect { it.class.name }
assert found == ['line.Line']

// What training found for missing numbers came along.
def xs = new File(basedir, 'src/main/nn/points.csv').readLines().drop(1).collect { it.split(',')[0] as double }.sort()
def fill = line.info().inputs()[0].fills()[0]
assert fill >= xs[0] && fill <= xs[-1] && fill != 0
loader.close()
def data = new File(basedir, 'target/missing.csv')
data.text = "x,note\n,missing\n${fill},given\n"
def java = new File(System.getProperty('java.home'), 'bin/java').path
def run = [java, '-cp', file.path, 'dev.nnc.runtime.Main', 'predict', data.path]
def process = new ProcessBuilder(run).redirectErrorStream(true).start()
def lines = process.inputStream.text.readLines()
assert process.waitFor() == 0 && lines.size() == 3, lines
assert lines[1] == lines[2]
