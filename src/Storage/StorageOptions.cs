using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage;

/// <summary>
/// Where the data are, section <c>Storage</c>. <c>ConnectionStrings:Shopkeeper</c> chooses the database.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>
    /// The folder of the embedded database, and of whatever else the service keeps in files. Default <c>./data</c>.
    /// </summary>
    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>How many connections to PostgreSQL a silo opens at most. Default 16; 2 to 500.</summary>
    [Range(2, 500)]
    public int PoolSize { get; set; } = 16;
}
