using System.Collections.Immutable;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>What a back end's key may do.</summary>
public static class ServiceScopes
{
    /// <summary>May ask whether the app is installed in a shop.</summary>
    public const string ShopsRead = "shops:read";

    /// <summary>May read a shop's access token.</summary>
    public const string TokensRead = "tokens:read";

    /// <summary>May read a shop's configuration.</summary>
    public const string ConfigurationRead = "configuration:read";

    /// <summary>May replace a shop's configuration.</summary>
    public const string ConfigurationWrite = "configuration:write";

    /// <summary>May start a shop's jobs, and read them.</summary>
    public const string JobsWrite = "jobs:write";

    /// <summary>May list what is asked for customers of a shop, and for the shop: codes, and nobody's data.</summary>
    public const string ComplianceRead = "compliance:read";

    /// <summary>May read the export of a customer's data, and say that the store's owner has it.</summary>
    public const string ComplianceExport = "compliance:export";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All =
    [
        ShopsRead, TokensRead, ConfigurationRead, ConfigurationWrite, JobsWrite, ComplianceRead, ComplianceExport,
    ];
}
