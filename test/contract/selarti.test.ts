import { describeContract } from '../support/contract/describeContract';
import { contract } from './selarti';

describeContract(contract);
