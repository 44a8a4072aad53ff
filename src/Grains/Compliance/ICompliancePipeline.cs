using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// What is done for the requests of one topic. Each run may be cut off anywhere and is then made again: all that it
/// does is safe twice, and the row is the only state.
/// </summary>
internal interface ICompliancePipeline
{
    /// <summary>The topic.</summary>
    string Topic { get; }

    /// <summary>Does what can be done now.</summary>
    Task<ComplianceStep> RunAsync(
        ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken);
}
