/**
 * The language of .nn files.
 *
 * Newlines carry no meaning: a statement starts with a keyword or with `name =`, and no expression can go on with a
 * name, so it always is clear where the next one starts. Keywords are contextual, see `plainName`. Operators are loops,
 * not recursions, so that the length of a chain is not bounded by the stack; only brackets and `if` nest.
 */
grammar Nn;

@lexer::members {
  /** `80%` is a percentage, `80%n` a remainder: an operand would follow without a blank. */
  private boolean noOperandFollows() {
    int next = _input.LA(1);
    return next < 0 || !(Character.isLetterOrDigit(next) || "_([\"{".indexOf(next) >= 0);
  }
}

// Definitions

file : definition* EOF ;

definition : importDefinition | sharedDefinition | functionDefinition | layerDefinition | recipeDefinition | modelDefinition | trainDefinition ;

importDefinition : IMPORT TEXT ;

/** An instance that all models of the file have in common. */
sharedDefinition : SHARED name '=' expression ;

functionDefinition : FN name parameters result? body gradient? ;

/** What flows back to the parameters, from what flows back to the result. */
gradient : WITH ESTIMATOR? GRAD '(' name ')' '=' expression ;

/** One list is data; of two, the first is configuration. */
layerDefinition : LAYER name parameters parameters? result? body ;

/** Of an optimizer, a second list is the pattern of the parameter that it sees. */
recipeDefinition : kind=(INITIALIZER | OPTIMIZER | SCHEDULE) name (parameters parameters?)? body ;

modelDefinition : MODEL name parameters? statements ;

trainDefinition : TRAIN name '{' setting* '}' ;

setting : name '=' expression ;

parameters : '(' (parameter (',' parameter)* ','?)? ')' ;

parameter : name dims? (':' type)? ('=' expression)? ;

result : '->' dims ;

body : '=' expression | statements ;

dims : '[' (dim (',' dim)*)? ']' ;

dim : '...' | sum ;

type : name ('<' sum '>' | arguments)? ;

// Statements

statements : '{' statement* '}' ;

statement
  : assignment | paramStatement | branchStatement | returnStatement
  | inputStatement | outputStatement | lossStatement | metricStatement | frozenStatement
  | noiseStatement | stateStatement | scanStatement | yieldStatement | entryStatement
  ;

assignment : name ('[' index (',' index)* ']')? '=' expression ;

index : '...' | name ;

paramStatement : PARAM name dims? FROZEN? ('~' expression)? ;

/** The condition is no `expression`: a block behind it would be an argument. */
branchStatement : IF disjunction statements (ELSE IF disjunction statements)* (ELSE statements)? ;

returnStatement : RETURN expression ;

inputStatement : kind=(INPUT | TARGET) declarator (',' declarator)* STANDARDIZED? ;

declarator : name dims? (':' type)? (FROM columns)? ;

columns : sum ('..' sum)? ;

outputStatement : OUTPUT name (AS name)? ('=' expression)? ;

lossStatement : LOSS (name '=')? expression (TRAINS part (',' part)* (EVERY sum)?)? ;

frozenStatement : FROZEN part (',' part)* ;

/** An instance or a parameter. */
part : plainName field* ;

metricStatement : METRIC argument (',' argument)* ;

noiseStatement : NOISE declarator '~' expression ;

stateStatement : STATE stateItem (',' stateItem)* ;

stateItem : name dims? (':' type)? '=' choice ;

scanStatement : (name '=')? SCAN binder REVERSED? (WITH stateItem (',' stateItem)*)? statements ;

yieldStatement : YIELD expression ;

entryStatement : ENTRY name parameters (WITH stateItem (',' stateItem)*)? body ;

// Expressions, loosest first

expression : stage ('|>' stage)* ;

/** A block behind a function or call is its last argument. */
stage : repeat | block | choice (block suffix*)? ;

repeat : REPEAT sum block ;

block : '{' expression '}' ;

choice : (IF expression THEN expression ELSE)* disjunction ;

disjunction : conjunction (OR conjunction)* ;

conjunction : negation (AND negation)* ;

negation : NOT* comparison ;

/** Comparisons do not chain; a second one is read to be reported. */
comparison : sum (comparator sum)* ;

comparator : '==' | '!=' | '<' | '<=' | '>' | '>=' ;

sum : product (('+' | '-') product)* ;

/** A reduction takes the rest of the product: `2 * sum[i] a * b` is `2 * (sum[i] (a * b))`. */
product : factor (('*' | '/' | '%') factor)* ;

factor : prefix* power ;

prefix : '-' | reducer '[' binder (',' binder)* ']' ;

binder : name (IN range)? ;

range : sum? '..' sum? ;

power : postfix ('^' exponent)* ;

exponent : '-'* postfix ;

/** The name of a reduction before `[` always reduces, so it cannot be subscripted. */
postfix : primary suffix* | reducer ((arguments | field) suffix*)? ;

suffix : arguments | subscripts | field ;

arguments : '(' (argument (',' argument)* ','?)? ')' ;

/** `name = value` is for metrics; calls are told to write `name: value`. */
argument : (name (':' | '='))? expression ;

subscripts : '[' subscript (',' subscript)* ']' ;

subscript : '...' | expression ('..' expression?)? | '..' expression? ;

field : '.' name ;

primary : NUMBER | PERCENTAGE | TEXT | TRUE | FALSE | plainName | '(' expression ')' | list ;

list : '[' (argument (',' argument)* ','?)? ']' ;

reducer : SUM | PROD | MAX | MIN | MEAN | ARGMAX | ARGMIN ;

name : plainName | reducer ;

/** Every keyword that is no operator may be a name where no other reading is possible. */
plainName
  : NAME | IMPORT | SHARED | FN | LAYER | INITIALIZER | OPTIMIZER | SCHEDULE | MODEL | TRAIN | INPUT | TARGET | OUTPUT | LOSS
  | METRIC | PARAM | STATE | NOISE | SCAN | WITH | ESTIMATOR | GRAD | YIELD | ENTRY | RETURN | AS | FROM | STANDARDIZED
  | FROZEN | TRAINS | EVERY | IN | REVERSED
  ;

// Words

IMPORT : 'import' ;
SHARED : 'shared' ;
FN : 'fn' ;
LAYER : 'layer' ;
INITIALIZER : 'initializer' ;
OPTIMIZER : 'optimizer' ;
SCHEDULE : 'schedule' ;
MODEL : 'model' ;
TRAIN : 'train' ;
INPUT : 'input' ;
TARGET : 'target' ;
OUTPUT : 'output' ;
LOSS : 'loss' ;
METRIC : 'metric' ;
PARAM : 'param' ;
STATE : 'state' ;
NOISE : 'noise' ;
SCAN : 'scan' ;
WITH : 'with' ;
ESTIMATOR : 'estimator' ;
GRAD : 'grad' ;
YIELD : 'yield' ;
ENTRY : 'entry' ;
RETURN : 'return' ;
AS : 'as' ;
FROM : 'from' ;
STANDARDIZED : 'standardized' ;
FROZEN : 'frozen' ;
TRAINS : 'trains' ;
EVERY : 'every' ;
IN : 'in' ;
REVERSED : 'reversed' ;
SUM : 'sum' ;
PROD : 'prod' ;
MAX : 'max' ;
MIN : 'min' ;
MEAN : 'mean' ;
ARGMAX : 'argmax' ;
ARGMIN : 'argmin' ;
REPEAT : 'repeat' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
OR : 'or' ;
AND : 'and' ;
NOT : 'not' ;
TRUE : 'true' ;
FALSE : 'false' ;

/** Letters of any script, digits and `_`; primes at the end belong to the name. */
NAME : LETTER (LETTER | MARK | DIGIT)* '\''* ;

NUMBER : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? ;
PERCENTAGE : DIGITS ('.' DIGITS)? '%' {noOperandFollows()}? ;
MALFORMED_NUMBER
  : DIGITS ('.' DIGITS)? [eE] [+-]?
  | DIGITS ('.' DIGITS)+
  | DIGITS ('.' DIGITS)* ([eE] [+-])? (LETTER | DIGIT)+ ('.' DIGITS)*
  | '.' DIGITS
  ;
fragment DIGITS : [0-9]+ ;
// Each of these sets once: they have hundreds of ranges, which take time when a parser is set up.
fragment LETTER : [\p{L}_] ;
fragment MARK : [\p{Mn}] ;
fragment DIGIT : [\p{Nd}] ;

TEXT : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
UNCLOSED_TEXT : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;

// Signs

PIPE : '|>' ;
ARROW : '->' ;
ELLIPSIS : '...' ;
RANGE : '..' ;
DOT : '.' ;
COMMA : ',' ;
COLON : ':' ;
TILDE : '~' ;
EQUAL : '==' ;
UNEQUAL : '!=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
TIMES : '*' ;
DIVIDE : '/' ;
REMAINDER : '%' ;
POWER : '^' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;

// What carries no meaning

DOC : '///' (~[/\r\n] ~[\r\n]*)? -> channel(HIDDEN) ;
LINE_COMMENT : '//' ~[\r\n]* -> skip ;
COMMENT : '/*' .*? '*/' -> skip ;
UNCLOSED_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'* ;
BLANK : [ \t\r\n\f\u00A0\uFEFF]+ -> skip ;
STRANGE : . ;
