using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Service.Ledger;

/// <summary>What campaigns pay, as the campaigns in use say; bound before the first report.</summary>
internal sealed class Prices
{
    private Func<Snapshot> snapshot = () => Snapshot.Empty;

    /// <summary>The campaigns in use; another one may have other prices.</summary>
    public Snapshot Now => snapshot();

    public void Bind(Func<Snapshot> current) => snapshot = current;
}
