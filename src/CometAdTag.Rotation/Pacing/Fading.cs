namespace CometAdTag.Rotation.Pacing;

/// <summary>A sum that forgets: what was added fades with time.</summary>
internal struct Fading
{
    public double Sum { get; private set; }

    /// <summary>Part is what remains of the sum so far, in [0, 1].</summary>
    public void Add(double amount, double part = 1) => Sum = (Sum * part) + amount;

    /// <summary>What remains after that time, where the life is the time after which 37 % do.</summary>
    public static double Part(double seconds, double life) => Math.Exp(-seconds / life);
}
