using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Traffic;

namespace CometAdTag.Service.Push;

/// <summary>Counts clicks: the first one of an impression, by a person, in time. All others are discards with their reasons.</summary>
internal sealed class ClickDesk(InvalidTraffic traffic, PageRates rates, Ledger.Ledger ledger, Instruments instruments, ServiceClock clock)
{
    /// <summary>The visitor does not wait longer for the ledger than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the visitor can be sent on.</summary>
    public async Task Take(HttpContext context, ImpressionToken token)
    {
        var reason = Check(context, token);
        if (reason != Refusal.None)
        {
            Refuse(token.Impression, reason);
            return;
        }
        try
        {
            await Keep(token.Impression).WaitAsync(Patience, clock.Time);
        }
        catch (TimeoutException)
        {
            // The visitor comes first; the click is counted when the ledger can
        }
    }

    /// <summary>Its token was not signed here, so nobody knows whose it is.</summary>
    public void Forged() => instruments.ClickRefused(Refusal.Forged);

    /// <summary>Its token is right, and where it leads was not signed or is not known any more.</summary>
    public void LeadsNowhere(in ImpressionToken token) => Refuse(token.Impression, Refusal.Malformed);

    private Refusal Check(HttpContext context, in ImpressionToken token)
    {
        var isAsked = rates.MayAsk(AddressKey.Of(context.Connection.RemoteIpAddress));
        if (traffic.Of(context) is not Refusal.None and var invalid) return invalid;
        if (!isAsked) return Refusal.Rate;
        if (token.OriginHash == 0) return Refusal.Origin;
        if (clock.Unix - token.IssuedAt > ImpressionToken.Lifetime) return Refusal.Expired;
        return LedgerTime.IsOpen(token.Impression.Id, clock.Time.GetUtcNow()) ? Refusal.None : Refusal.ImpossibleTime;
    }

    private async Task Keep(Impression impression)
    {
        try
        {
            var row = new LedgerRow(impression, Stage.Clicked, clock.Unix, Shown: 0, EndedReason.None);
            var isNew = await ledger.Append([row], CancellationToken.None);
            if (!isNew[0]) Refuse(impression, Refusal.Duplicate);
        }
        catch (LedgerUnavailableException)
        {
            // The ledger reports its own trouble
        }
    }

    private void Refuse(Impression impression, Refusal reason)
    {
        instruments.ClickRefused(reason);
        ledger.Refused(impression, reason);
    }
}
