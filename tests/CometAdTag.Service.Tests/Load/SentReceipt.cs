using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>What a page reports, or the click of its viewer, and what it knows of its fate.</summary>
internal sealed class SentReceipt(PushedAd ad, Stage stage)
{
    public PushedAd Ad => ad;

    public Stage Stage => stage;

    public (ImpressionId, Stage) Key => (ad.Id, stage);

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }

    /// <summary>It was acknowledged; or it was a duplicate after a try whose answer never came. So the ledger has it.</summary>
    public bool IsKept { get; set; }

    public string Json(int n) => $$"""{"type":"receipt","n":{{n}},"token":"{{ad.Token}}","stage":"{{stage.ToString().ToLowerInvariant()}}","shown":0}""";

    public override string ToString() => $"{stage} of {ad.Id}, sent {Tries} times, {(IsKept ? "kept" : "not known to be kept")}";
}
