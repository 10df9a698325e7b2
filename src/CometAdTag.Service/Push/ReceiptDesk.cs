using System.Runtime.InteropServices;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Where receipts are checked, kept and acknowledged, however they came.</summary>
internal sealed class ReceiptDesk(TokenSigner tokens, Ledger.Ledger ledger, PageRates rates, Pacemaker pacemaker, WithdrawalTimes withdrawals, FailingCreatives failing, Instruments instruments, ServiceClock clock)
{
    /// <summary>
    /// Takes receipts of a page. Those that can be true are told to the page at once, by their impression and stage; the ack
    /// comes when they are durable, or is null where they could not be kept and must be sent again. What was shown of things with
    /// a frequency cap is noted in the viewer's book, and the ack brings the page what changed in it.
    /// </summary>
    public Task<Ack?> Settle(
        IReadOnlyList<ReceiptFrame> receipts, PageOrigin origin, ViewerBook? viewer, Action<LedgerRow> took, CancellationToken cancel)
    {
        var (rows, numbers, refused) = (new List<LedgerRow>(receipts.Count), new List<long>(receipts.Count), new List<RefusedReceipt>());
        var now = clock.Unix;
        foreach (var receipt in receipts)
        {
            var reason = Check(receipt, origin, now, out var row);
            if (reason == Refusal.None)
            {
                rows.Add(row);
                numbers.Add(receipt.N);
                if (row is { Stage: Stage.Ended, Reason: EndedReason.Withdrawn }) withdrawals.Confirm(row.Impression);
                if (row.Stage is Stage.Rendered or Stage.Viewable or Stage.Ended) viewer?.Saw(row.Impression.Id);
                took(row);
            }
            else
            {
                refused.Add(new(receipt.N, reason));
            }
        }
        return Keep(rows, numbers, refused, origin.Address, viewer, cancel);
    }

    private Refusal Check(ReceiptFrame receipt, PageOrigin origin, long now, out LedgerRow row)
    {
        var reason = Read(receipt, origin, now, out row);
        if (!rates.MayAsk(origin.Address)) reason = Refusal.Rate;
        if (reason == Refusal.None) return reason;
        instruments.ReceiptRefused(reason);
        if (row.Impression is { } impression) ledger.Refused(impression, reason);
        return reason;
    }

    private Refusal Read(ReceiptFrame receipt, PageOrigin origin, long now, out LedgerRow row)
    {
        row = default;
        if (StageOf(receipt.Stage) is not { } stage || receipt.Shown < 0 || receipt.Token.Length == 0) return Refusal.Malformed;
        if (!tokens.TryRead(receipt.Token, out var token)) return Refusal.Forged;
        // What a signal zone shows is somebody else's, and nothing of it is counted
        if (token.Impression.Creative.Length == 0) return Refusal.Malformed;
        var shown = stage == Stage.Ended ? receipt.Shown : 0;
        row = new(token.Impression, stage, now, shown, ReasonOf(stage, receipt.Reason));
        if (origin.Invalid != Refusal.None) return origin.Invalid;
        return ReceiptCheck.Of(token, stage, receipt.Shown, origin.Hash, now);
    }

    private async Task<Ack?> Keep(
        List<LedgerRow> rows, List<long> numbers, List<RefusedReceipt> refused, string address, ViewerBook? viewer, CancellationToken cancel)
    {
        if (rows.Count == 0) return Ack.Of([], refused, viewer?.News());
        var acked = new List<long>(rows.Count);
        try
        {
            var isNew = await ledger.Append([.. CollectionsMarshal.AsSpan(rows)], cancel);
            for (var at = 0; at < isNew.Length; at++)
            {
                if (isNew[at]) acked.Add(Counted(rows[at], numbers[at], address));
                else refused.Add(Duplicate(rows[at].Impression, numbers[at]));
            }
            return Ack.Of(acked, refused, viewer?.News());
        }
        catch (LedgerUnavailableException)
        {
            // Nothing of it was kept: without an ack the page sends it again
            return refused.Count == 0 ? null : Ack.Of([], refused);
        }
    }

    private long Counted(in LedgerRow row, long n, string address)
    {
        if (row.Stage == Stage.Error) pacemaker.GiveBack(row.Impression);
        failing.Count(row, address);
        if (row.Stage == Stage.Rendered) instruments.PushToRender(TimeSpan.FromMilliseconds(row.ReceivedAt - row.Impression.Id.IssuedAt));
        return n;
    }

    private RefusedReceipt Duplicate(Impression impression, long n)
    {
        instruments.ReceiptRefused(Refusal.Duplicate);
        ledger.Refused(impression, Refusal.Duplicate);
        return new(n, Refusal.Duplicate);
    }

    private static Stage? StageOf(string word) => word switch
    {
        "rendered" => Stage.Rendered,
        "viewable" => Stage.Viewable,
        "ended" => Stage.Ended,
        "error" => Stage.Error,
        _ => null,
    };

    private static EndedReason ReasonOf(Stage stage, string? word) => (stage, word) switch
    {
        (Stage.Ended, "replaced") => EndedReason.Replaced,
        (Stage.Ended, "withdrawn") => EndedReason.Withdrawn,
        (Stage.Ended, "removed") => EndedReason.Removed,
        (Stage.Ended, "hidden") => EndedReason.Hidden,
        (Stage.Ended, "unload") => EndedReason.Unload,
        // Of what throws, the page shows what it can
        (Stage.Error, "timeout" or "heavy") => EndedReason.Removed,
        // It did not answer because another one looped
        (Stage.Error, "silenced") => EndedReason.Replaced,
        _ => EndedReason.None,
    };
}
