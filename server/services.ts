import type { Content } from './content/content.ts';
import type { Directory } from './directory/directory.ts';
import type { EmergencyNumber } from './directory/emergency.ts';
import type { Finder } from './finder/finder.ts';
import type { IndicatorTable } from './indicators/catalogue.ts';
import type { Settings } from './settings.ts';
import type { Database } from './storage/database.ts';
import type { Words } from './web/words.ts';

/** Everything the application stands on, opened and read by main.ts (or by a test). */
export interface Services {
  settings: Pick<Settings, 'publicUrl' | 'secure' | 'trustProxy' | 'rateLimits' | 'smtp' | 'dataLicence'>;
  secret: string;
  database: Database;
  content: Content;
  directory: Directory;
  emergency: readonly EmergencyNumber[];
  finder: Finder;
  /** The closed list of tables that may be read and published. */
  catalogue: readonly IndicatorTable[];
  words: ReadonlyMap<string, Words>;
  /** Folders of the templates and of what browsers load, the latter as the build left it. */
  folders: { views: string; assets: string };
  clock: () => Date;
  /** One event of the running server; never an answer, a name or a code. */
  log(event: string, fields: Record<string, string | number>): void;
}
