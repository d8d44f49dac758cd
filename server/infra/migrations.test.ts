import { describe, expect, it } from 'vitest'
import { splitStatements } from './sql-statements'

describe('splitting a script', () => {
  it.each<[string, string, string[]]>([
    ['statements', 'SELECT 1;\nSELECT 2;\n', ['SELECT 1', 'SELECT 2']],
    ['a last one without a semicolon', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['empty ones', ';;\n ; SELECT 1;;', ['SELECT 1']],
    ['nothing', ' \n-- only a comment\n/* and another; */\n', []],
    [
      'semicolons in strings',
      `INSERT INTO t VALUES ('a;b', "c;d", 'it''s; e', 'f\\';g');SELECT 1`,
      [`INSERT INTO t VALUES ('a;b', "c;d", 'it''s; e', 'f\\';g')`, 'SELECT 1'],
    ],
    ['semicolons in names', 'SELECT `a;b` FROM `c``;d`;SELECT 1', ['SELECT `a;b` FROM `c``;d`', 'SELECT 1']],
    ['line comments', 'SELECT 1 -- one; two\n, 2; # three; four\nSELECT 3', ['SELECT 1  \n, 2', 'SELECT 3']],
    ['two dashes that are no comment', 'SELECT 1--1;SELECT 2', ['SELECT 1--1', 'SELECT 2']],
    ['quotes in comments', "-- it's\nSELECT 1; /* don't; */ SELECT 2", ['SELECT 1', 'SELECT 2']],
    ['comments that the server executes', '/*!40101 SET NAMES utf8mb4; */;SELECT 1', ['/*!40101 SET NAMES utf8mb4; */', 'SELECT 1']],
    ['windows line ends', 'SELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
    [
      'delimiters',
      'DELIMITER //\nCREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END//\ndelimiter ;\nSELECT 1;',
      ['CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END', 'SELECT 1'],
    ],
  ])('understands %s', (_, script, statements) => expect(splitStatements(script)).toEqual(statements))
})
