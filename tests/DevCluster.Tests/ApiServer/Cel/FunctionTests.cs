namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

public sealed class FunctionTests
{
    [Theory]
    [InlineData("'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo')", "true")]
    [InlineData("'aäb'.charAt(1)", "ä")]
    [InlineData("'a'.charAt(1)", "")]
    [InlineData("'a'.charAt(2)", "error: index out of range: 2")]
    [InlineData("'😀b😀b'.indexOf('b')", "1")]
    [InlineData("'😀b😀b'.indexOf('b', 2)", "3")]
    [InlineData("'abab'.lastIndexOf('ab')", "2")]
    [InlineData("'abab'.lastIndexOf('ab', 1)", "0")]
    [InlineData("'abc'.indexOf('x')", "-1")]
    [InlineData("['a', 'b'].join('-') + ['c', 'd'].join()", "a-bcd")]
    [InlineData("'AbÄ'.lowerAscii() + 'aBä'.upperAscii()", "abÄABä")]
    [InlineData("'aaa'.replace('a', 'b', 2)", "bba")]
    [InlineData("'ab'.replace('', '-')", "-a-b-")]
    [InlineData("'a,b,c'.split(',')", "[a, b, c]")]
    [InlineData("'a,b,c'.split(',', 2)", "[a, b,c]")]
    [InlineData("'a,b'.split(',', 0)", "[]")]
    [InlineData("'abc'.split('')", "[a, b, c]")]
    [InlineData("'tacocat'.substring(4) + 'tacocat'.substring(0, 4)", "cattaco")]
    [InlineData("'abc'.substring(2, 1)", "error: invalid substring range. start: 2, end: 1")]
    [InlineData("'abc'.substring(-1)", "error: index out of range: -1")]
    [InlineData("'  a\\t'.trim()", "a")]
    [InlineData("strings.quote('a\\n\"b\"')", "\"a\\n\\\"b\\\"\"")]
    public void Strings(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("'%s is %d'.format(['a', 1])", "a is 1", true)]
    [InlineData("'%s is %d%%'.format([dyn('a'), 1])", "a is 1%", false)]
    [InlineData("'%.2f %e'.format([dyn(1.239), 1200.0])", "1.24 1.200000e+03", false)]
    [InlineData("'%x %X %o %b %b'.format([dyn(255), 255, 8, 5, true])", "ff FF 10 101 1", false)]
    [InlineData("'%x'.format(['hi'])", "6869", false)]
    [InlineData("'%s'.format([[1, 2]])", "[1, 2]", false)]
    [InlineData("'%s'.format([{'b': 1, 'a': 2}])", "{a: 2, b: 1}", false)]
    [InlineData("'%d'.format(['a'])", "error: error during formatting: no formatting function for string with %d", false)]
    [InlineData("'%s'.format([])", "error: index 0 out of range", false)]
    [InlineData("'%y'.format([1])", "error: could not parse formatting clause: unrecognized formatting clause \"y\"", false)]
    public void Formatting(string source, string value, bool isRefused)
    {
        if (isRefused)
            Assert.Contains("expected type 'string' but found 'int'", Expressions.Refusal(source), StringComparison.Ordinal);
        else
            Assert.Equal(value, Expressions.Evaluate(source));
    }

    [Theory]
    [InlineData("'abc123'.matches('[a-z]+[0-9]+') && matches('abc', '^a.c$')", "true")]
    [InlineData("'a\\n'.matches('^a$')", "false")]
    [InlineData("'٣'.matches('\\\\d')", "false")]
    [InlineData("'a]b'.matches('^[]a]+b$')", "true")]
    [InlineData("'x-1'.matches('^[[:alpha:]-]+\\\\d$')", "true")]
    [InlineData("'ab'.matches('^(?P<name>a)b$')", "true")]
    [InlineData("'abc 123'.find('[0-9]+') + 'abc'.find('[0-9]+')", "123")]
    [InlineData("'1 22 333'.findAll('[0-9]+')", "[1, 22, 333]")]
    [InlineData("'1 22 333'.findAll('[0-9]+', 2)", "[1, 22]")]
    public void Patterns_are_those_of_RE2(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Fact]
    public void A_pattern_that_is_none_fails_when_it_is_used() =>
        Assert.StartsWith("error: error parsing regexp", Expressions.Evaluate("'a'.matches(x)", "("), StringComparison.Ordinal);

    [Theory]
    [InlineData("[1, 2, 3].isSorted() && !['b', 'a'].isSorted()", "true")]
    [InlineData("[1, 2, 3].sum()", "6")]
    [InlineData("[1.5, 2.5].sum()", "4")]
    [InlineData("[duration('1m'), duration('1s')].sum()", "61s")]
    [InlineData("x.sum()", "0")]
    [InlineData("[3, 1, 2].min() + [3, 1, 2].max() * 10", "31")]
    [InlineData("x.max()", "error: max called on empty list")]
    [InlineData("['a', 'b', 'a'].indexOf('a') + ['a', 'b', 'a'].lastIndexOf('a')", "2")]
    [InlineData("['a'].indexOf('c')", "-1")]
    [InlineData("[9223372036854775807, 1].sum()", "error: integer overflow")]
    [InlineData("sets.contains([1, 2], [2]) && !sets.contains([1], [2])", "true")]
    [InlineData("sets.equivalent([1, 2, 2], [2, 1]) && sets.intersects([1, 2], [2, 3])", "true")]
    [InlineData("[1] + [2] == [1, 2] && 2 in [1, 2]", "true")]
    public void Lists(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source, Array.Empty<object?>()));

    [Theory]
    [InlineData("int('-5') + int(2.9) + int(3u)", "0")]
    [InlineData("int('1.5')", "error: type conversion error from 'string' to 'int': \"1.5\"")]
    [InlineData("int(timestamp('1970-01-01T00:01:00Z'))", "60")]
    [InlineData("uint('7') + uint(1) + uint(1.9)", "9")]
    [InlineData("double('1.5') + double(1) + double(2u)", "4.5")]
    [InlineData("string(1) + string(1u) + string(1.5) + string(true) + string(b'a')", "111.5truea")]
    [InlineData("string(b'\\xff')", "error: invalid UTF-8 in bytes, cannot convert to string")]
    [InlineData("bytes('ä').size()", "2")]
    [InlineData("bool('t') && !bool('False')", "true")]
    [InlineData("bool('yes')", "error: type conversion error from 'string' to 'bool': \"yes\"")]
    [InlineData("dyn(1) + 1", "2")]
    [InlineData("type(duration('1s')) == type(duration('2s'))", "true")]
    public void Conversions(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("string(duration('1h30m') + duration('1.5s'))", "5401.5s")]
    [InlineData("duration('-1h').getMinutes()", "-60")]
    [InlineData("duration('90s').getSeconds() + duration('2h').getHours() + duration('1s').getMilliseconds()", "1092")]
    [InlineData("duration('1 hour')", "error: type conversion error from 'string' to 'google.protobuf.Duration': \"1 hour\"")]
    [InlineData("string(timestamp('2024-02-29T12:00:00+02:00') + duration('24h'))", "2024-03-01T10:00:00Z")]
    [InlineData("timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')", "true")]
    [InlineData("timestamp('2024-01-02T00:00:00Z') > timestamp('2024-01-01T00:00:00Z')", "true")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getFullYear()", "2024")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getMonth()", "2")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getDate() * 10 + timestamp('2024-03-05T06:07:08.009Z').getDayOfMonth()", "54")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getDayOfWeek()", "2")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getDayOfYear()", "64")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getHours('-02:00')", "4")]
    [InlineData("timestamp('2024-03-05T06:07:08.009Z').getMilliseconds()", "9")]
    [InlineData("timestamp('2024-13-05T06:07:08Z')", "error: type conversion error from 'string' to 'google.protobuf.Timestamp': \"2024-13-05T06:07:08Z\"")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1h')", "error: timestamp overflow")]
    public void Times(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("isQuantity('1.5Gi') && isQuantity('100m') && isQuantity('1e3') && isQuantity('-1')", "true")]
    [InlineData("isQuantity('1.5GiB') || isQuantity('') || isQuantity('Gi') || isQuantity('1 Gi')", "false")]
    [InlineData("quantity('1Ki') == quantity('1024') && quantity('1k') == quantity('1000')", "true")]
    [InlineData("quantity('1500m').isInteger()", "false")]
    [InlineData("quantity('2k').asInteger()", "2000")]
    [InlineData("quantity('1500m').asApproximateFloat()", "1.5")]
    [InlineData("quantity('1').compareTo(quantity('2')) + quantity('-1').sign()", "-2")]
    [InlineData("quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('1M').isLessThan(quantity('1Mi'))", "true")]
    [InlineData("quantity('1').add(quantity('500m')).sub(1) == quantity('500m')", "true")]
    [InlineData("quantity('500m').asInteger()", "error: cannot convert value to integer")]
    public void Quantities(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("isURL('https://a.example:80/b') && isURL('/a/b')", "true")]
    [InlineData("isURL('a/b') || isURL('../a') || isURL('')", "false")]
    [InlineData("url('https://user@a.example:8080/b%20c?d=1').getHost()", "a.example:8080")]
    [InlineData("url('https://[::1]:80/').getHostname() + url('https://[::1]:80/').getPort()", "::180")]
    [InlineData("url('https://a/b%20c').getEscapedPath() + url('https://a').getEscapedPath()", "/b%20c")]
    [InlineData("url('https://a/?k=1&k=2&l=a%20b').getQuery()", "{k: [1, 2], l: [a b]}")]
    [InlineData("url('https://a').getScheme() + url('/p').getScheme()", "https")]
    public void Urls(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("isIP('127.0.0.1') && isIP('::1')", "true")]
    [InlineData("isIP('127.0.0.01') || isIP('127.1') || isIP('::ffff:1.2.3.4') || isIP('fe80::1%eth0') || isIP('a')", "false")]
    [InlineData("ip('127.0.0.1').isLoopback() && ip('169.254.0.1').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast() && ip('8.8.8.8').isGlobalUnicast() && ip('::').isUnspecified()", "true")]
    [InlineData("ip('127.0.0.1').family() * 10 + ip('::1').family()", "46")]
    [InlineData("ip.isCanonical('::1') && !ip.isCanonical('::0001')", "true")]
    [InlineData("isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0')", "true")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))", "true")]
    [InlineData("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))", "true")]
    [InlineData("string(cidr('10.1.2.3/8').masked()) + string(cidr('10.1.2.3/8').ip())", "10.0.0.0/810.1.2.3")]
    [InlineData("cidr('fd00::/64').prefixLength()", "64")]
    public void Addresses(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("format.dns1123Label().validate('good-name')", "none")]
    [InlineData("format.dns1123Label().validate('Bad').hasValue()", "true")]
    [InlineData("format.named('uuid').value().validate('x').value()", "[does not match the UUID format]")]
    [InlineData("format.named('nope').hasValue()", "false")]
    [InlineData("format.dns1123LabelPrefix().validate('web-')", "none")]
    public void Named_formats(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));
}
