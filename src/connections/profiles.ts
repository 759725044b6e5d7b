/** A profile of the user's AWS configuration, to choose from. */
export interface ProfileChoice {
  readonly name: string;
  /** Where its credentials come from, in a few words. */
  readonly source: string;
  readonly region?: string;
}

/** The shared configuration as the SDK parses it. */
export interface SharedConfig {
  readonly configFile: Readonly<Record<string, Profile>>;
  readonly credentialsFile: Readonly<Record<string, Profile>>;
}

type Profile = Readonly<Record<string, string | undefined>>;

/** The profiles of both files, in the order they are written there, `default` first. Reads no secret but whether there is one. */
export function profileChoices({ configFile, credentialsFile }: SharedConfig): readonly ProfileChoice[] {
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)].filter(isProfile));
  const ordered = [...names].sort((a, b) => Number(b === 'default') - Number(a === 'default'));
  return ordered.map((name) => {
    const profile = { ...configFile[name], ...credentialsFile[name] };
    const { region } = profile;
    return { name, source: credentialSource(profile), ...(region === undefined ? {} : { region }) };
  });
}

/** The SDK lists `[sso-session x]` and `[services x]` beside the profiles, with a dot after the section's type. */
function isProfile(name: string): boolean {
  return !/^(sso-session|services)\./.test(name);
}

type Source = (profile: Profile) => string | undefined;

/** In the order in which the SDK itself chooses. */
const sources: readonly Source[] = [
  assumedRole,
  (profile) =>
    given(profile.aws_access_key_id, profile.aws_session_token === undefined ? 'access key' : 'temporary key'),
  (profile) => given(profile.web_identity_token_file, 'web identity'),
  (profile) => given(profile.credential_process, 'credential process'),
  singleSignOn,
  (profile) => given(profile.login_session, 'console sign-in'),
];

function credentialSource(profile: Profile): string {
  for (const source of sources) {
    const words = source(profile);
    if (words !== undefined) return words;
  }
  return 'no credentials of its own';
}

function given(member: string | undefined, words: string): string | undefined {
  return member === undefined ? undefined : words;
}

function assumedRole(profile: Profile): string | undefined {
  const arn = profile.role_arn;
  if (arn === undefined || (profile.source_profile ?? profile.credential_source) === undefined) return undefined;
  const mfa = profile.mfa_serial === undefined ? '' : ', with MFA';
  return `assumes ${roleName(arn)}${accountOf(arn)}${mfa}`;
}

function singleSignOn(profile: Profile): string | undefined {
  if ((profile.sso_session ?? profile.sso_start_url) === undefined) return undefined;
  const account = profile.sso_account_id === undefined ? '' : `, account ${profile.sso_account_id}`;
  return `IAM Identity Center (SSO)${account}${profile.sso_role_name === undefined ? '' : `, ${profile.sso_role_name}`}`;
}

function roleName(arn: string): string {
  return `role ${arn.slice(arn.lastIndexOf('/') + 1)}`;
}

function accountOf(arn: string): string {
  const account = arn.split(':')[4];
  return account === undefined || account === '' ? '' : `, account ${account}`;
}
