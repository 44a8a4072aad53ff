using System.Text.RegularExpressions;

namespace Shopkeeper.Grains.Certificates;

/// <summary>What may stand in a certificate as text: codes, and no words of anybody's.</summary>
internal static partial class CertificateCodes
{
    /// <summary>
    /// True for a code, such as <c>purge-data</c>, <c>delivery:app/uninstalled</c>, <c>webhook_inbox</c>.
    /// </summary>
    public static bool IsCode(string? text) => text is not null && Code().IsMatch(text);

    /// <summary>True for a plain kebab-case name.</summary>
    public static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9:_./-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z(?<=\A.{1,64})", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
