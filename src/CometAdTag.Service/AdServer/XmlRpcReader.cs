using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Xml;

namespace CometAdTag.Service.AdServer;

/// <summary>Reads an answer, whatever its bytes are: bounded in size, depth and number of values, without DTDs, with or without a prolog.</summary>
internal sealed class XmlRpcReader
{
    public const int MaxDepth = 16, MaxValues = 2_000_000;

    private static readonly string[] Times = ["yyyyMMdd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    // Numbers of forbidden characters (&#2;) are let through, as such characters are
    private static readonly XmlReaderSettings Settings = new()
    {
        CheckCharacters = false,
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = AdServerBody.MaxBytes,
        XmlResolver = null,
    };

    private readonly XmlReader xml;
    private int values;

    private XmlRpcReader(XmlReader xml) => this.xml = xml;

    public static XmlRpcAnswer Read(ReadOnlyMemory<byte> body)
    {
        var text = XmlRpcText.Of(body.Span);
        if (text.Length == 0) return new() { Wrong = "it is empty" };
        try
        {
            using var document = XmlReader.Create(new StringReader(text), Settings);
            return new XmlRpcReader(document).Answer();
        }
        catch (Exception error) when (error is XmlException or FormatException or OverflowException)
        {
            return new() { Wrong = error.Message };
        }
    }

    private XmlRpcAnswer Answer()
    {
        xml.MoveToContent();
        Open("methodResponse");
        if (xml.LocalName == "fault")
        {
            Open("fault");
            return new() { Fault = Fault(Value(0)) };
        }
        Open("params");
        Open("param");
        var value = Value(0);
        Close();
        Close();
        Close(); // so that half a document is none
        return new() { Value = value };
    }

    private static XmlRpcFault Fault(XmlRpcValue value) => value is XmlRpcValue.Struct { Members: var members }
        && members.GetValueOrDefault("faultCode") is XmlRpcValue.Whole code && members.GetValueOrDefault("faultString") is XmlRpcValue.Text text
        ? new(code.Value, text.Value)
        : throw new FormatException("a fault without faultCode and faultString");

    private XmlRpcValue Value(int depth)
    {
        if (depth > MaxDepth) throw new FormatException($"values are nested deeper than {MaxDepth}");
        if (++values > MaxValues) throw new FormatException($"there are more than {MaxValues} values");
        if (!Begin("value")) return new XmlRpcValue.Text("");
        var bare = xml.NodeType == XmlNodeType.Element ? "" : xml.ReadContentAsString();
        var value = xml.NodeType == XmlNodeType.Element ? Typed(depth) : new XmlRpcValue.Text(Sound(bare));
        Close();
        return value;
    }

    private XmlRpcValue Typed(int depth) => xml.Name switch
    {
        "string" => new XmlRpcValue.Text(Sound(xml.ReadElementContentAsString())),
        "array" => Items(depth),
        "struct" => Members(depth),
        "nil" or "ex:nil" => Nil(),
        var type => Scalar(type, xml.ReadElementContentAsString().Trim()),
    };

    private static XmlRpcValue Scalar(string type, string text) => type switch
    {
        _ when text.Length == 0 => new XmlRpcValue.Nil(),
        "int" or "i4" or "i8" => new XmlRpcValue.Whole(long.Parse(text, CultureInfo.InvariantCulture)),
        "double" => double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? new XmlRpcValue.Real(number)
            : throw new FormatException($"{text} is no number that JSON can hold"),
        "boolean" => new XmlRpcValue.Flag(text == "1"),
        // A time that is none stays as it was written, for whoever reads it to refuse
        "dateTime.iso8601" => DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new XmlRpcValue.Time(time)
            : new XmlRpcValue.Text(text),
        _ => throw new FormatException($"a value of the unknown type {type}"),
    };

    private XmlRpcValue.List Items(int depth)
    {
        var items = ImmutableArray.CreateBuilder<XmlRpcValue>();
        if (!Begin("array")) return new([]);
        if (Begin("data"))
        {
            while (IsElement()) items.Add(Value(depth + 1));
            Close();
        }
        Close();
        return new(items.ToImmutable());
    }

    private XmlRpcValue.Struct Members(int depth)
    {
        var members = new Dictionary<string, XmlRpcValue>(StringComparer.Ordinal);
        if (!Begin("struct")) return new(FrozenDictionary<string, XmlRpcValue>.Empty);
        while (IsElement())
        {
            Open("member");
            IsElement();
            var name = xml.ReadElementContentAsString("name", "");
            IsElement();
            members[name] = Value(depth + 1);
            Close();
        }
        Close();
        return new(members.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private XmlRpcValue.Nil Nil()
    {
        xml.Skip();
        return new();
    }

    private bool IsElement() => xml.MoveToContent() == XmlNodeType.Element;

    private void Open(string name)
    {
        if (!Begin(name)) throw new FormatException($"<{name}> is empty");
        xml.MoveToContent();
    }

    /// <summary>Goes into the element; false where it is empty.</summary>
    private bool Begin(string name)
    {
        xml.MoveToContent();
        var isEmpty = xml.IsEmptyElement;
        xml.ReadStartElement(name);
        return !isEmpty;
    }

    private void Close()
    {
        xml.MoveToContent();
        xml.ReadEndElement();
    }

    /// <summary>Without half a surrogate pair, which a number (&amp;#xD800;) can bring.</summary>
    private static string Sound(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()))
        : text;
}
