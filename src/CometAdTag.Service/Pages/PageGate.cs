namespace CometAdTag.Service.Pages;

/// <summary>Behind it one thread at a time does something with the page.</summary>
internal readonly ref struct PageGate(Page page)
{
    public void Dispose() => page.LeaveGate();
}
