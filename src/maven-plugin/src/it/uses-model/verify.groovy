def log = new File(basedir, 'build.log').text
def count = { String text -> log.split(java.util.regex.Pattern.quote(text), -1).length - 1 }

assert count('generated Java for 1 .nn file') == 1
assert count('[INFO] compiled 1 .nn file') == 2 // of main and of test
assert count('[INFO] 1 .nn file up to date') == 3
assert count('[INFO] checked 1 .nn file') == 2
assert count('Nothing to compile - all classes are up to date') == 2
assert count('Tests run: 4, Failures: 0, Errors: 0, Skipped: 0') >= 2

def jar = new java.util.jar.JarFile(new File(basedir, 'target/uses-model-1.jar'))
def names = jar.entries().collect { it.name }
assert names.contains('org/example/Weather.class')
assert names.contains('org/example/Weather$Predict.class')
assert names.contains('org/example/Weather$Entry$gust.class')
assert names.contains('org/example/Weather$Gathered.class')
assert names.contains('org/example/Weather$GatheredResult.class')
assert names.contains('org/example/Weather.nninfo')
assert !names.any { it.startsWith('dev/nnc/') || it.contains('Twice') }
def fixed = java.time.LocalDateTime.of(2026, 1, 1, 0, 0)
assert jar.entries().every { it.timeLocal == fixed } // project.build.outputTimestamp
jar.close()
