@echo off
rem Runs nnc; builds it first where that was not done yet.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%src\cli\target\nnc\nnc.jar"
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java")
if not exist "%JAR%" (
  echo setting up nnc ^(once^)... 1>&2
  pushd "%ROOT%"
  call mvnw.cmd -B -q -Pquick -pl src/cli -am package 1>&2 || (popd & exit /b 3)
  popd
)
"%JAVA%" -XX:+UseSerialGC -Xshare:auto %NNC_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
