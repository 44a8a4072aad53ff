using System.Text.Json;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>The arguments of <c>catalog-sync</c>: optionally <c>pageSize</c>, 1 to 250.</summary>
internal static class CatalogSyncArguments
{
    public const string InvalidPageSize = "invalid-page-size";
    public const string UnknownArgument = "unknown-argument";
    public const int PageSizeDefault = 250;

    private const string PageSize = "pageSize";
    private const int PageSizeMaximum = 250;

    /// <summary>Reads them.</summary>
    /// <returns>Null when they are fine, or a code that names the mistake.</returns>
    public static string? Read(JsonElement arguments, out int pageSize)
    {
        pageSize = PageSizeDefault;
        foreach (var argument in arguments.EnumerateObject())
        {
            if (argument.Name != PageSize) return UnknownArgument;
            if (argument.Value.ValueKind != JsonValueKind.Number
                || !argument.Value.TryGetInt32(out pageSize)
                || pageSize is < 1 or > PageSizeMaximum)
            {
                return InvalidPageSize;
            }
        }

        return null;
    }
}
