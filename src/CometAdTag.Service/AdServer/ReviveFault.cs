using System.Text.RegularExpressions;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// What a fault of the API means. Nearly all have the code 801, so only their text tells them apart; a code that the API itself never
/// uses (99999) is how PHP says that its database is away.
/// </summary>
internal enum ReviveFault { SessionInvalid, Gone, Refused, Outage }

internal static partial class ReviveFaults
{
    public static ReviveFault Of(XmlRpcFault fault) => fault.Code switch
    {
        801 when fault.Text.Trim() == "Session ID is invalid" => ReviveFault.SessionInvalid,
        801 when fault.Text.Trim() == "The database did not answer" => ReviveFault.Outage, // the plugin's own word for it
        801 when fault.Text.Trim().Length == 0 => ReviveFault.Outage, // its database went away in the middle of the call
        801 when Gone().IsMatch(fault.Text) => ReviveFault.Gone,
        801 or 1 or 3 or 105 => ReviveFault.Refused,
        _ => ReviveFault.Outage,
    };

    [GeneratedRegex(@"^\s*Unknown [a-z]+Id Error\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Gone();
}
