using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>One look at a page by delivery rules: what several of them ask for is made once, texts in lower case.</summary>
internal sealed class RuleSight(PageFacts facts, DateTimeOffset now)
{
    private static readonly char[] White = [' ', '\t', '\n', '\r', '\v', '\0'];

    private Dictionary<RuleList, bool>? channels;

    public PageFacts Facts => facts;

    public DateTimeOffset Now => now;

    public string Url => field ??= PhpText.Lower(facts.Url);

    /// <summary>The host of the url as it is written; "" where it has none.</summary>
    public string Host => field ??= PageHost.Of(facts.Url);

    public string Referrer => field ??= PhpText.Lower(facts.Referrer);

    /// <summary>The ad server decodes it once more, and trims it.</summary>
    public string Source => field ??= PhpText.Lower(Uri.UnescapeDataString(facts.Source.Replace('+', ' ')).Trim(White));

    public string UserAgent => field ??= PhpText.Lower(facts.UserAgent);

    public AgentPart Browser => field ??= BrowserReader.Of(facts.UserAgent);

    public AgentPart System => field ??= SystemReader.Of(facts.UserAgent);

    /// <summary>The IPv4 address as a number; null where it is another or none.</summary>
    public uint? Address => AddressMask.Number(IPAddress.TryParse(facts.Address, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address : null);

    /// <summary>Whether the page is in the channel, found out once.</summary>
    public bool IsIn(RuleList channel)
    {
        channels ??= new(ReferenceEqualityComparer.Instance);
        if (!channels.TryGetValue(channel, out var isIn)) channels[channel] = isIn = channel.Passes(this);
        return isIn;
    }
}
