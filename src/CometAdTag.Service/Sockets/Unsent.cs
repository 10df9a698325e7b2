namespace CometAdTag.Service.Sockets;

/// <summary>What the kernel did not take at once, and who waits until it has.</summary>
internal sealed class Unsent(byte[] bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int sent;

    /// <summary>Goes on; true when it is all sent, or never will be.</summary>
    public bool Send(int descriptor)
    {
        while (sent < bytes.Length)
        {
            var more = Linux.Send(descriptor, bytes.AsSpan(sent));
            if (more < 0 && Linux.LastError == Linux.WouldBlock) return false;
            if (more < 0)
            {
                Fail();
                return true;
            }
            sent += more;
        }
        SetResult();
        return true;
    }

    public void Fail() => TrySetException(new IOException("the connection is lost"));
}
