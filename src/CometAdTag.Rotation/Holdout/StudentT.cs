namespace CometAdTag.Rotation.Holdout;

/// <summary>Quantiles of Student's t.</summary>
internal static class StudentT
{
    private const double Normal = 1.959963984540054;

    /// <summary>
    /// What lies within plus and minus it in 95 % of cases. Abramowitz and Stegun, 26.7.5: right to four decimals from 30 degrees of
    /// freedom on; here there are 63 or more.
    /// </summary>
    public static double Within95(double degrees)
    {
        const double Z = Normal, Z2 = Z * Z;
        const double G1 = Z * (Z2 + 1) / 4;
        const double G2 = Z * ((((5 * Z2) + 16) * Z2) + 3) / 96;
        const double G3 = Z * ((((((3 * Z2) + 19) * Z2) + 17) * Z2) - 15) / 384;
        return Z + ((G1 + ((G2 + (G3 / degrees)) / degrees)) / degrees);
    }
}
