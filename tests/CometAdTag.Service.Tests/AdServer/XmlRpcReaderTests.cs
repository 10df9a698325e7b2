using System.Globalization;
using System.Text;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class XmlRpcReaderTests
{
    private static XmlRpcAnswer Read(string xml, Encoding? encoding = null) => XmlRpcReader.Read((encoding ?? Encoding.UTF8).GetBytes(xml));

    private static string Document(string value) => $"<?xml version=\"1.0\"?><methodResponse><params><param>{value}</param></params></methodResponse>";

    private static XmlRpcValue? Value(string value) => Read(Document($"<value>{value}</value>")).Value;

    [Theory]
    [InlineData("<int>-5</int>", -5L), InlineData("<i4>7</i4>", 7L), InlineData("<i8>9000000000</i8>", 9000000000L), InlineData("<int> 3\n</int>", 3L)]
    [InlineData("<string>a b</string>", "a b"), InlineData("bare", "bare"), InlineData("", ""), InlineData("  ", "  "), InlineData("<string/>", ""), InlineData("<string> a </string>", " a ")]
    [InlineData("<string>&lt;b&gt; &quot;&amp;&quot; &#252;</string>", "<b> \"&\" ü"), InlineData("<string><![CDATA[<i>]]></string>", "<i>"), InlineData("a&amp;b<!-- c -->c", "a&bc")]
    [InlineData("<double>4.5000</double>", 4.5), InlineData("<double>-1e3</double>", -1000.0), InlineData("<boolean>1</boolean>", true), InlineData("<boolean>0</boolean>", false)]
    [InlineData("<nil/>", null), InlineData("<nil></nil>", null), InlineData("<int></int>", null), InlineData("<double/>", null), InlineData("<dateTime.iso8601></dateTime.iso8601>", null)]
    [InlineData("<dateTime.iso8601>00000000T00:00:00</dateTime.iso8601>", "00000000T00:00:00")]
    public void Every_kind_of_value_is_read(string xml, object? expected) => Assert.Equal(
        expected,
        Value(xml) switch
        {
            XmlRpcValue.Whole whole => whole.Value,
            XmlRpcValue.Text text => text.Value,
            XmlRpcValue.Real real => real.Value,
            XmlRpcValue.Flag flag => flag.Value,
            XmlRpcValue.Nil => null,
            var other => other,
        });

    [Theory]
    [InlineData("20261222T23:59:58"), InlineData("2026-12-22T23:59:58")]
    public void A_time_has_no_zone_and_needs_no_dashes(string text) =>
        Assert.Equal(new XmlRpcValue.Time(new(2026, 12, 22, 23, 59, 58)), Value($"<dateTime.iso8601>{text}</dateTime.iso8601>"));

    [Fact]
    public void Arrays_and_structs_hold_each_other()
    {
        var list = Assert.IsType<XmlRpcValue.List>(Value("""
            <array> <data> <value><struct> <member><name>a</name> <value><array><data/></array></value> </member><member><name>b</name><value/></member></struct></value>
            <value>x</value> <value><struct/></value> <value><array/></value></data> </array>
            """));
        Assert.Equal(4, list.Items.Length);
        var members = Assert.IsType<XmlRpcValue.Struct>(list.Items[0]).Members;
        Assert.Empty(Assert.IsType<XmlRpcValue.List>(members["a"]).Items);
        Assert.Equal(new XmlRpcValue.Text(""), members["b"]);
    }

    [Fact]
    public void A_fault_needs_no_prolog()
    {
        var fault = Read("  <methodResponse>\n<fault>\n <value>\n <struct>\n <member>\n <name>faultCode</name>\n <value><int>99999</int></value>\n </member><member><name>faultString</name><value>gone</value></member></struct></value></fault></methodResponse>").Fault;
        Assert.Equal(new XmlRpcFault(99999, "gone"), fault);
    }

    [Theory]
    [InlineData("iso-8859-1"), InlineData("utf-8"), InlineData("us-ascii"), InlineData("no-such-encoding"), InlineData("utf-7")]
    public void The_encoding_is_the_one_that_the_prolog_names(string name)
    {
        var text = name is "us-ascii" ? "u" : "ü";
        var xml = Document($"<value>{text}</value>").Replace("\"1.0\"", $"\"1.0\" encoding='{name}'", StringComparison.Ordinal);
        Assert.Equal(new XmlRpcValue.Text(text), Read(xml, name == "iso-8859-1" ? Encoding.Latin1 : Encoding.UTF8).Value);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_characters_that_xml_forbids_make_nothing_else_unreadable()
    {
        byte[] odd = [.. "<methodResponse><params><param><value><string>a"u8, 0xFF, 0x02, .. "&#2;&#xD800;&#xFFFF;b 😀"u8, .. "</string></value></param></params></methodResponse>"u8];
        var text = Assert.IsType<XmlRpcValue.Text>(XmlRpcReader.Read(odd).Value).Value;
        Assert.StartsWith("a\uFFFD\uFFFD", text, StringComparison.Ordinal);
        Assert.EndsWith("b 😀", text, StringComparison.Ordinal);
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(""), InlineData("   "), InlineData("no XML"), InlineData("<html><body>502 Bad Gateway</body></html>"), InlineData("<br />\n<b>Warning</b>: x\n<?xml version=\"1.0\"?><methodResponse/>")]
    [InlineData("<methodResponse/>"), InlineData("<methodResponse><params/></methodResponse>"), InlineData("<methodResponse><params><param/></params></methodResponse>")]
    [InlineData("<methodCall><methodName>x</methodName></methodCall>"), InlineData("<methodResponse><fault><value>x</value></fault></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int>1</int></value></param></params>"), InlineData("<methodResponse><params><param><value><int>1</int>")]
    [InlineData("<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>"), InlineData("<methodResponse><params><param><value><int>99999999999999999999</int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><decimal>1</decimal></value></param></params></methodResponse>"), InlineData("<methodResponse><params><param><value><int><b/></int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value>a<int>1</int>b</value></param></params></methodResponse>"), InlineData("{\"version\":1}")]
    [InlineData("<methodResponse><params><param><value><double>1e999</double></value></param></params></methodResponse>"), InlineData("<methodResponse><params><param><value><double>NaN</double></value></param></params></methodResponse>")]
    public void What_is_no_answer_is_said_to_be_none(string body)
    {
        var answer = Read(body);
        Assert.Equal((null, null), (answer.Value, answer.Fault));
        Assert.NotEmpty(answer.Wrong!);
    }

    [Fact]
    public void A_document_type_is_refused_so_no_entity_can_swell()
    {
        var answer = Read("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]>" + Document("<value>&b;</value>").Replace("<?xml version=\"1.0\"?>", "", StringComparison.Ordinal));
        Assert.Contains("DTD", answer.Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_number_of_values_are_bounded()
    {
        var deep = Value(string.Concat(Enumerable.Repeat("<array><data><value>", XmlRpcReader.MaxDepth)) + string.Concat(Enumerable.Repeat("</value></data></array>", XmlRpcReader.MaxDepth)));
        Assert.IsType<XmlRpcValue.List>(deep);
        var deeper = Read(Document(string.Concat(Enumerable.Repeat("<value><array><data>", 100_000))));
        Assert.Equal("values are nested deeper than 16", deeper.Wrong);
        var many = Read(Document($"<value><array><data>{string.Concat(Enumerable.Repeat("<value/>", XmlRpcReader.MaxValues))}</data></array></value>"));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"there are more than {XmlRpcReader.MaxValues} values"), many.Wrong);
    }

    [Fact]
    public void Half_of_a_recorded_answer_is_none_wherever_it_is_cut()
    {
        var body = Recordings.HttpText.Parse(Recordings.Recording.Load("ox.getZoneListByPublisherId").Response).Body;
        var end = body.AsSpan().TrimEnd(" \r\n"u8).Length;
        Assert.NotNull(XmlRpcReader.Read(body.AsMemory(0, end)).Value);
        Assert.All(Enumerable.Range(0, end), length => Assert.NotNull(XmlRpcReader.Read(body.AsMemory(0, length)).Wrong));
    }
}
