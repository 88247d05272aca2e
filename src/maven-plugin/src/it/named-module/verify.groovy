def jar = new File(basedir, 'target/named-module-1.jar').path
def runtime = new File(localRepositoryPath, 'dev/nnc/nnc-runtime').listFiles()
    .findAll { it.directory }.collectMany { it.listFiles().toList() }
    .find { it.name.endsWith('.jar') }.path
def java = new File(System.getProperty('java.home'), 'bin/java').path
def run = [java, '-p', jar + File.pathSeparator + runtime, '-m', 'org.example.scale/org.example.Main']
def process = run.execute()
def text = process.text + process.err.text
assert text.trim() == 'org.example.scale on dev.nnc.runtime: 3.0'
