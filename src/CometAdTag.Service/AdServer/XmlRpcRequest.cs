using System.Globalization;
using System.Text;
using System.Xml;

namespace CometAdTag.Service.AdServer;

/// <summary>Writes a call. Servers check the types of parameters, so an int is never sent as a string.</summary>
internal static class XmlRpcRequest
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    public static byte[] Write(string method, params IEnumerable<XmlRpcValue> parameters)
    {
        using var body = new MemoryStream();
        using (var xml = XmlWriter.Create(body, Settings))
        {
            xml.WriteStartElement("methodCall");
            xml.WriteElementString("methodName", method);
            xml.WriteStartElement("params");
            foreach (var parameter in parameters) Write(xml, parameter);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return body.ToArray();
    }

    private static void Write(XmlWriter xml, XmlRpcValue parameter)
    {
        var (type, text) = parameter switch
        {
            XmlRpcValue.Whole whole => ("int", whole.Value.ToString(CultureInfo.InvariantCulture)),
            XmlRpcValue.Time time => ("dateTime.iso8601", time.Value.ToString("yyyyMMdd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            XmlRpcValue.Text given => ("string", given.Value),
            _ => throw new NotSupportedException($"no call has a parameter of the kind {parameter.GetType().Name}"),
        };
        xml.WriteStartElement("param");
        xml.WriteStartElement("value");
        xml.WriteElementString(type, text);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
