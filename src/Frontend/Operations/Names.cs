using System.Text.Json;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Enum members as the API spells them: kebab-case, <c>TearingDown</c> as <c>tearing-down</c>.</summary>
internal static class Names
{
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string All<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Of));

    /// <returns>True with null for null; false for a name that there is not.</returns>
    public static bool TryParse<T>(string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (text is null) return true;
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == text) value = candidate;
        }
        return value is not null;
    }
}
