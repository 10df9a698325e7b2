using System.Globalization;

namespace CometAdTag.Service.AdServer;

/// <summary>One agency, zone, banner ... as the API tells it. A member that is null in the ad server is not there.</summary>
internal sealed class ReviveRow(XmlRpcValue.Struct row)
{
    /// <summary>The rows of a list; a list that is none, or holds anything else, is no answer to the call.</summary>
    public static ReviveRow[] ListOf(XmlRpcValue? value, string method) => value switch
    {
        XmlRpcValue.List list when list.Items.All(item => item is XmlRpcValue.Struct) => [.. list.Items.Select(item => new ReviveRow((XmlRpcValue.Struct)item))],
        _ => throw new ReviveFailure(new(AdServerOutcome.Unusable, $"{method}: the answer is no list of structs")),
    };

    public long Id(string member) => Whole(member)
        ?? throw new ReviveFailure(new(AdServerOutcome.Unusable, $"the answer has something without a {member}"));

    public string Text(string member) => row.Members.GetValueOrDefault(member) switch
    {
        XmlRpcValue.Text text => text.Value,
        XmlRpcValue.Whole whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    public long? Whole(string member) => row.Members.GetValueOrDefault(member) switch
    {
        XmlRpcValue.Whole whole => whole.Value,
        XmlRpcValue.Text text when long.TryParse(text.Value, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public double? Real(string member) => row.Members.GetValueOrDefault(member) switch
    {
        XmlRpcValue.Real real => real.Value,
        XmlRpcValue.Whole whole => whole.Value,
        _ => null,
    };

    /// <summary>The day as the feed writes it; what is no date stays as it is, for the feed's reader to refuse; null where there is none.</summary>
    public string? Day(string member) => row.Members.GetValueOrDefault(member) switch
    {
        XmlRpcValue.Time time => time.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        XmlRpcValue.Text { Value.Length: > 0 } text => text.Value,
        _ => null,
    };
}
