export type {
  AwsConnection,
  Connection,
  Connections,
  LocalState,
} from './connection.ts';
export { connectionLabel, problemContext } from './connection.ts';
