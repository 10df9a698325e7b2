using System.Collections;
using System.Globalization;
using System.Security;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>A struct of the API: int, string, double, DateTime by member; what is null in the ad server is not there.</summary>
internal sealed record AdServerRow(params IReadOnlyList<(string Name, object Value)> Members)
{
    public object? this[string name] => Members.FirstOrDefault(member => member.Name == name).Value;

    /// <summary>The row as the service reads it.</summary>
    public ReviveRow Read => ReviveRow.ListOf(
        XmlRpcReader.Read(System.Text.Encoding.UTF8.GetBytes($"<methodResponse><params><param><value>{Xml(new[] { this })}</value></param></params></methodResponse>")).Value, "")[0];

    /// <summary>The same with these members added or replaced.</summary>
    public AdServerRow With(params (string Name, object Value)[] others) =>
        new([.. Members.Where(member => !others.Any(other => other.Name == member.Name)), .. others]);

    public AdServerRow With(string name, object value) => With((name, value));

    public AdServerRow Without(string name) => new([.. Members.Where(member => member.Name != name)]);

    public bool Is(string name, string id) => string.Format(CultureInfo.InvariantCulture, "{0}", this[name]) == id;

    public static string Xml(object value) => value switch
    {
        string text => $"<string>{SecurityElement.Escape(text)}</string>",
        int whole => string.Create(CultureInfo.InvariantCulture, $"<int>{whole}</int>"),
        double real => string.Create(CultureInfo.InvariantCulture, $"<double>{real:0.0000}</double>"),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"<dateTime.iso8601>{time:yyyyMMdd'T'HH:mm:ss}</dateTime.iso8601>"),
        AdServerRow row => $"<struct>\n{string.Concat(row.Members.Select(member => $"<member><name>{member.Name}</name>\n<value>{Xml(member.Value)}</value>\n</member>\n"))}</struct>",
        IEnumerable list => $"<array>\n<data>\n{string.Concat(list.Cast<object>().Select(item => $"<value>{Xml(item)}</value>\n"))}</data>\n</array>",
        _ => throw new NotSupportedException($"{value.GetType()} has no tag"),
    };
}
