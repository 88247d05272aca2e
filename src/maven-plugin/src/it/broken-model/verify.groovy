def log = new File(basedir, 'build.log').text
def file = new File(basedir, 'src/main/nn/house.nn').canonicalPath
def lines = log.readLines()
def at = lines.findIndexOf { it.startsWith('[ERROR] error[NN010]: ') && it.contains('`distence`') }
assert at >= 0
assert lines[at + 1] == "[ERROR]   --> ${file}:4:25"
assert lines[at + 3] == '[ERROR]  4 |   estimate = 2 * sqft + distence'
assert lines[at + 4] == '[ERROR]    |                         ^^^^^^^^'
assert lines[at + 5].contains('distance')
assert log.contains('1 error in .nn files')
assert !new File(basedir, 'target/classes').exists() // javac never ran
