namespace CometAdTag.Service.Ledger;

/// <summary>Keeps a second process off the folder for as long as this one lives.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    public FolderLock(string folder)
    {
        var path = Path.Combine(folder, "lock");
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(
                $"The ledger folder {folder} cannot be locked; another process uses it, or it may not be written: {e.Message}", e);
        }
    }

    public void Dispose() => file.Dispose();
}
