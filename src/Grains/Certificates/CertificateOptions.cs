using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// What certificates say of the places that a teardown's zeros don't cover: section <c>Certificates</c> of the
/// configuration.
/// </summary>
public sealed class CertificateOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Certificates";

    /// <summary>
    /// Days after which the database's write-ahead log holds nothing of an erased row any more. Default none:
    /// <c>unknown</c>.
    /// </summary>
    [Range(0, 36_500)]
    public int? WriteAheadLogDays { get; set; }

    /// <summary>Days after which replicas hold nothing of it. Default none: <c>unknown</c>.</summary>
    [Range(0, 36_500)]
    public int? ReplicaDays { get; set; }

    /// <summary>Days after which the last backup that holds it is gone. Default none: <c>unknown</c>.</summary>
    [Range(0, 36_500)]
    public int? BackupDays { get; set; }
}
