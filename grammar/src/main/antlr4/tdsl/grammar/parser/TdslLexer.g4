/// The words of TDSL. Which newlines end a statement, and which braces hold a dict, is decided afterwards by
/// TokenLayout; the nesting of strings and interpolations is kept by InterpolatingLexer.
lexer grammar TdslLexer;

options {
    superClass = InterpolatingLexer;
}

tokens {
    DICT_OPEN,
    DICT_CLOSE,
    EMPTY_BRACES,
    ROW_SEPARATOR,
    INTERPOLATION_CLOSE,
    FORMAT_COLON
}

COMMENT: '#' ~[\r\n]* -> channel(HIDDEN);
SPACE: [ \t\f\u00A0\uFEFF]+ -> channel(HIDDEN);
NEWLINE: '\r'? '\n' | '\r';

// Keywords

AND: 'and';
AS: 'as';
BREAK: 'break';
CATCH: 'catch';
CLASS: 'class';
CONTINUE: 'continue';
ELSE: 'else';
FALSE: 'false';
FINALLY: 'finally';
FN: 'fn';
FOR: 'for';
FROM: 'from';
IF: 'if';
IMPORT: 'import';
IN: 'in';
IS: 'is';
LET: 'let';
NONE: 'none';
NOT: 'not';
OP: 'op';
OR: 'or';
RETURN: 'return';
THROW: 'throw';
TRUE: 'true';
TRY: 'try';
WHILE: 'while';
WITH: 'with';

// Words in some places, names everywhere else

BACKWARD: 'backward';
BY: 'by';
FORWARD: 'forward';
SAVE: 'save';
SYMBOLIC: 'symbolic';

NAME: [\p{L}_] [\p{L}\p{M}\p{Nd}_]*;

// Numbers. MALFORMED_NUMBER is whatever starts as a number and goes on as a word: it is longer than the number in it.

INTEGER: DIGITS | '0x' HEX_DIGIT+ ('_' HEX_DIGIT+)* | '0b' [01]+ ('_' [01]+)*;
FLOAT: DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT;
MALFORMED_NUMBER: [0-9] [\p{L}\p{Nd}_]* ('.' [0-9] [\p{L}\p{Nd}_]*)*;

fragment DIGITS: [0-9]+ ('_' [0-9]+)*;
fragment HEX_DIGIT: [0-9a-fA-F];
fragment EXPONENT: [eE] [+-]? DIGITS;

// Strings

RAW_STRING: '\'' ~['\r\n]* '\'';
UNTERMINATED_RAW_STRING: '\'' ~['\r\n]*;
LONG_STRING_OPEN: '"""' -> pushMode(LONG_STRING);
STRING_OPEN: '"' -> pushMode(STRING);

// Brackets and marks

LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';
COMMA: ',';
SEMICOLON: ';';
COLON: ':';
DOT: '.';
ELLIPSIS: '...';

// Operators

ASSIGN: '=';
FAT_ARROW: '=>';
THIN_ARROW: '->';
PIPE: '|>';
RANGE: '..';
RANGE_INCLUSIVE: '..=';
POWER: '**';
STAR: '*';
SLASH: '/';
DOUBLE_SLASH: '//';
PERCENT: '%';
AT: '@';
PLUS: '+';
MINUS: '-';
TILDE: '~';
SHIFT_LEFT: '<<';
SHIFT_RIGHT: '>>';
AMPERSAND: '&';
CARET: '^';
BAR: '|';
EQUAL: '==';
NOT_EQUAL: '!=';
LESS: '<';
LESS_OR_EQUAL: '<=';
GREATER: '>';
GREATER_OR_EQUAL: '>=';
POWER_ASSIGN: '**=';
STAR_ASSIGN: '*=';
SLASH_ASSIGN: '/=';
DOUBLE_SLASH_ASSIGN: '//=';
PERCENT_ASSIGN: '%=';
AT_ASSIGN: '@=';
PLUS_ASSIGN: '+=';
MINUS_ASSIGN: '-=';
SHIFT_LEFT_ASSIGN: '<<=';
SHIFT_RIGHT_ASSIGN: '>>=';
AMPERSAND_ASSIGN: '&=';
CARET_ASSIGN: '^=';
BAR_ASSIGN: '|=';

// What other languages write; reported, then read as what was meant

FOREIGN_AND: '&&';
FOREIGN_OR: '||';
FOREIGN_NOT: '!';

UNKNOWN: .;

mode STRING;

STRING_CLOSE: '"' -> popMode;
STRING_TEXT: ~["\\{}\r\n]+;
STRING_ESCAPE: '\\' (CODE_ESCAPE | ~[\r\n]);
fragment CODE_ESCAPE: 'x' HEX_DIGIT HEX_DIGIT | 'u' (HEX_DIGIT HEX_DIGIT HEX_DIGIT HEX_DIGIT | '{' HEX_DIGIT+ '}');
STRING_BRACE: '{{' | '}}';
LONE_CLOSING_BRACE: '}';
INTERPOLATION_OPEN: '{' -> pushMode(DEFAULT_MODE);
STRING_BROKEN_OFF: '\\'? ('\r'? '\n' | '\r');
STRING_LAST_BACKSLASH: '\\' -> type(STRING_ESCAPE);

mode LONG_STRING;

LONG_STRING_CLOSE: '"""' -> type(STRING_CLOSE), popMode;
LONG_STRING_TEXT: (~["\\{}]+ | '"') -> type(STRING_TEXT);
LONG_STRING_ESCAPE: '\\' (CODE_ESCAPE | '\r\n' | .)? -> type(STRING_ESCAPE);
LONG_STRING_BRACE: ('{{' | '}}') -> type(STRING_BRACE);
LONG_STRING_LONE_BRACE: '}' -> type(LONE_CLOSING_BRACE);
LONG_INTERPOLATION_OPEN: '{' -> type(INTERPOLATION_OPEN), pushMode(DEFAULT_MODE);

mode FORMAT;

FORMAT_TEXT: ~["{}\r\n]+;
FORMAT_CLOSE: '}' -> type(INTERPOLATION_CLOSE), popMode;
FORMAT_NESTED: '{' ~["{}\r\n]* '}'?;
FORMAT_BROKEN_OFF: ["\r\n];
