def log = new File(basedir, 'build.log').text
assert log.contains('[WARNING] warning[NN') && log.contains('`weather` is never used')
assert log.contains('nnc is skipped')
assert log.contains('1 problem in .nn files')
assert log.contains('nnc.jvmArguments') && log.contains('nnc.weightsDirectory') // of nnc:help

def facade = new File(basedir, 'target/facades/org/chosen/Cafe.java').text
assert facade.contains('What a caf\\u00e9 sells.')
assert facade.contains('double (guests, weather) -> (sold)')
assert !new File(basedir, 'target/generated-sources/nnc').exists()

def jar = new File(basedir, 'target/parameters-1.jar').toURI().toURL()
def runtime = new File(localRepositoryPath, 'dev/nnc/nnc-runtime').listFiles()
    .findAll { it.directory }.collectMany { it.listFiles().toList() }
    .find { it.name.endsWith('.jar') }.toURI().toURL()
def loader = new URLClassLoader([jar, runtime] as URL[], (ClassLoader) null)
assert Math.abs(loader.loadClass('org.chosen.Till').cups(0.1d) - 0.5d) < 1e-12 // five times, in double
loader.close()
